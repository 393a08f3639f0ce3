#!/usr/bin/env bash
# stop the hub and keep its data
#
# usage: ./hub down [SERVICE...]
#
# Bots close no positions; they find them again at the next start. To end entries first: ./hub halt
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init
[[ "$*" != -* && "$*" != *' -'* ]] || fail "down takes no options, got '$*'; it keeps all data (see ./hub down --help)"
require_services "$@"

if (($# == 0)); then
    compose down --remove-orphans
else
    compose stop "$@"
fi
