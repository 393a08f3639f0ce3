#!/usr/bin/env bash
# what the services say: ./hub logs [-f] [SERVICE...]
#
# usage: ./hub logs [-f] [SERVICE...]
#
#   -f    go on as more comes
#
# Without a name: all services, the last 100 lines of each.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init

compose logs --tail 100 "$@"
