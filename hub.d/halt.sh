#!/usr/bin/env bash
# no new positions, for all bots or the named ones
#
# usage: ./hub halt [BOT...]
#
# A halted bot opens nothing; what it holds it keeps, and closes as its strategy says, stops included. It lasts until ./hub resume, over restarts
# too. To be out of everything at once: docs/troubleshooting.md.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init

keys=$(halt_keys "$@")
for key in $keys; do
    answer=$(switch "SET $key \"by hand at $(date -u +%FT%TZ)\"")
    [[ $answer == OK ]] || fail "redis did not take $key: $answer"
    echo "halted: $key is set"
done
