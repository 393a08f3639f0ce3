#!/usr/bin/env bash
# end entries, for all bots or the named ones
#
# usage: ./hub halt [BOT...] [--reason TEXT]
#
#   --reason TEXT    kept with the request, for whoever looks later
#
# A halted bot opens nothing. It keeps its positions and closes them when its strategy or a stop says so; ./hub flatten
# closes them now. The halt lasts until ./hub resume, also over restarts. It is written to PostgreSQL and to Redis; one
# of them is enough for it to hold.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"
control_arguments "$@"
find_targets
require_docker
require_init

write_missing_rows
for target in "${targets[@]}"; do
    order HALT "$target"
    echo "halted: $target${request:+ (request $request)}"
done
