#!/usr/bin/env bash
# lift ./hub halt and ./hub flatten, for all bots or the named ones
#
# usage: ./hub resume [BOT...] [--reason TEXT]
#
#   --reason TEXT    kept with the request, for whoever looks later
#
# Without a name it lifts the halt of the whole hub; a bot that was halted by name stays halted until it is named here.
# Needs PostgreSQL and Redis: a halt in either of them holds.
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
    request=$(ask RESUME "$target") || fail "postgres did not take the request, so $target stays halted; is it healthy? (./hub status)"
    problem=$(copy "DEL control:halt:$target") ||
        fail "$problem; its copy of the halt holds, so $target stays halted: run this again when redis answers (./hub logs redis)"
    echo "resumed: $target (request $request)"
done
