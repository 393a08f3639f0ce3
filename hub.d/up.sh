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
# shellcheck source=hub.d/lib/keys.sh
source "$HUB_ROOT/hub.d/lib/keys.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/account.sh
source "$HUB_ROOT/hub.d/lib/account.sh"
require_docker
require_init
moves=$(moves_to_make)
[[ -z $moves ]] || fail "$moves"
everywhere=$(live_for_all)
[[ -z $everywhere ]] || fail "$everywhere"

require_services "$@"

# Starts what `docker compose up` is told by the arguments and waits for its health; if something does not come up, shows
# what it said last and ends the command.
start() {
    local service state health code
    compose up --detach --no-build --wait --wait-timeout "${HUB_WAIT:-600}" "$@" && return
    compose ps --all --format '{{.Service}}|{{.State}}|{{.Health}}|{{.ExitCode}}' | while IFS='|' read -r service state health code; do
        [[ $state/$health != running/healthy && $state/$code != exited/0 && $state != created ]] || continue
        printf '\nhub: %s is %s; the last lines of its log:\n' "$service" "${health:-$state}"
        compose logs --no-log-prefix --tail 15 "$service" </dev/null
    done >&2
    fail "not everything came up, see above; ./hub logs SERVICE says more"
}

# Restarts the named services.
restart() {
    start --no-deps --force-recreate "$@"
}

# Lets the stores that run, and the simulator, into the network of a bot that is new to them. They run on; the next ./hub
# up of everything starts them anew with what the compose file says.
join_stores() {
    local bot=$1 network store id
    compose up --no-start --no-build --no-deps "$bot"
    network=$(docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}' "$(compose ps --all --quiet "$bot")" | grep "_$bot\$")
    for store in postgres redis influxdb bybit-sim; do
        for id in $(compose ps --quiet "$store" 2>/dev/null); do
            docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}' "$id" | grep -qx "$network" ||
                docker network connect --alias "$store" "$network" "$id"
        done
    done
}

made=$(make_secrets)
if ((made > 0)); then
    echo "made $made missing secret files"
fi
take_exchange_keys

if (($# == 0)); then
    compose build
    start --remove-orphans
else
    compose build "$@"
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
        for service in "${others[@]}"; do
            ! bot_names | grep -qx "$service" || join_stores "$service"
        done
        # gives a new bot its accounts in the stores; changes nothing for the others
        compose run --rm --no-deps -T db
        restart "${others[@]}"
    fi
fi
echo "hub: up; see ./hub status"
