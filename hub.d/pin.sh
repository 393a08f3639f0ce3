#!/usr/bin/env bash
# write the digests of this host's images into docker-compose.digests.yml
#
# usage: ./hub pin
#
# Somebody can move a tag to another image, but not a digest. Run it after an upgrade that you tried, and add
# :docker-compose.digests.yml to COMPOSE_FILE in .env. Images built here have no digest and are left out.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
(($# == 0)) || fail "pin takes no arguments, got '$*' (see ./hub pin --help)"
require_docker
require_init

file=$HUB_ROOT/docker-compose.digests.yml
pinned=0
{
    echo "# Written by ./hub pin on $(date -u +%F)."
    echo "services:"
    while read -r service image; do
        image=${image%@*}
        digest=$(docker image inspect -f '{{join .RepoDigests "\n"}}' "$image" 2>/dev/null | sed -n 's/.*@/@/p' | head -n 1)
        if [[ -n $digest ]]; then
            printf '  %s: {image: "%s%s"}\n' "$service" "$image" "$digest"
            pinned=$((pinned + 1))
        fi
    done < <(compose config --format json | awk -F '"' '/^    "[^"]*": \{/ { service = $2 } /^      "image":/ { print service, $4 }')
} >"$file.new"
if ((pinned == 0)); then
    rm -f "$file.new"
    fail "no image here has a digest of a registry; run docker compose pull first"
fi
mv "$file.new" "$file"
echo "pinned $pinned images in docker-compose.digests.yml; add it to COMPOSE_FILE in .env"
