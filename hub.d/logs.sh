#!/usr/bin/env bash
# show the logs of all services or the named ones
#
# usage: ./hub logs [-f] [SERVICE...]
#
#   -f    follow: print new lines as they come
#
# Prints the last 100 lines of each service.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init
require_services "$@"

compose logs --tail 100 "$@"
