#!/usr/bin/env bash
# end entries, for all bots or the named ones
#
# usage: ./hub halt [BOT...]
#
# A halted bot opens nothing. It keeps its positions and closes them when its strategy or a stop says so. The halt lasts
# until ./hub resume, also over restarts. docs/troubleshooting.md says how to close everything.
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
