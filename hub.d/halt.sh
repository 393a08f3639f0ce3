#!/usr/bin/env bash
# no new positions, for all bots or the named ones
#
# usage: ./hub halt [BOT...]
#
# Bots that are halted only reduce what they hold. It lasts until ./hub resume, over restarts too.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init

keys=$(halt_keys "$@")
for key in $keys; do
    answer=$(redis SET "$key" "by hand at $(date -u +%FT%TZ)")
    [[ $answer == OK ]] || fail "redis did not take $key: $answer"
    echo "halted: $key is set"
done
