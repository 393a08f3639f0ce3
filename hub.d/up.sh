#!/usr/bin/env bash
# build and start the hub, or the named services alone
#
# usage: ./hub up [SERVICE...]
#
# Without a name it starts everything and returns once all is healthy. With names it builds and restarts only these
# services, with the current secrets: stores first, then it prepares the stores for new bots, then the others.
# HUB_WAIT is how many seconds it waits for health (default 600).
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init
moves=$(moves_to_make)
[[ -z $moves ]] || fail "$moves"

require_services "$@"

# Builds and restarts the named services and waits for their health.
restart() {
    compose up --detach --no-build --no-deps --force-recreate --wait --wait-timeout "${HUB_WAIT:-600}" "$@"
}

made=$(make_secrets)
if ((made > 0)); then
    echo "made $made missing secret files"
fi

if (($# == 0)); then
    compose build --quiet
    compose up --detach --no-build --remove-orphans --wait --wait-timeout "${HUB_WAIT:-600}"
else
    compose build --quiet "$@"
    stores=()
    others=()
    for service in "$@"; do
        case $service in
            postgres | redis | influxdb) stores+=("$service") ;;
            *) others+=("$service") ;;
        esac
    done
    ((${#stores[@]} == 0)) || restart "${stores[@]}"
    if ((${#others[@]} > 0)); then
        # gives a new bot its accounts in the stores; changes nothing for the others
        compose run --rm --no-deps -T db
        restart "${others[@]}"
    fi
fi
echo "hub: up; see ./hub status"
