#!/usr/bin/env bash
# lift ./hub halt, for all bots or the named ones
#
# usage: ./hub resume [BOT...]
#
# Without a name it lifts the halt of the whole hub; a bot that was halted by name stays halted until it is named here.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init

keys=$(halt_keys "$@")
for key in $keys; do
    answer=$(switch "DEL $key")
    case $answer in
        1) echo "resumed: $key is gone" ;;
        0) echo "$key was not set" ;;
        *) fail "redis did not delete $key: $answer" ;;
    esac
done
