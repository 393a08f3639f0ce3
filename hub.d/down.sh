#!/usr/bin/env bash
# stop the hub; what it stored stays
#
# usage: ./hub down [SERVICE...]
#
# Bots do not close their positions: they are found again at the next start. To end trading first: ./hub halt
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init

if (($# == 0)); then
    compose down --remove-orphans
else
    compose stop "$@"
fi
