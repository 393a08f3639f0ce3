#!/usr/bin/env bash
# write the ledger and its roles into data/backups
#
# usage: ./hub backup [--keep COUNT]
#
#   --keep COUNT    keep this many backups (default 14) and delete older ones
#
# A backup is two files, hub-TIME.dump and hub-TIME.roles.sql; it counts only when both are complete. Copy them to
# another machine. docs/backup.md says how to restore them.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"

keep=14
if [[ ${1:-} == --keep && $# == 2 ]]; then
    keep=$2
elif (($# > 0)); then
    fail "backup does not know '$*' (see ./hub backup --help)"
fi
[[ $keep =~ ^[1-9][0-9]*$ ]] || fail "--keep needs a count of at least 1, got '$keep'"
require_docker
require_init
umask 077
folder=$HUB_ROOT/data/backups
mkdir -p "$folder"
name=hub-$(date -u +%Y-%m-%dT%H%M%SZ)
trap 'rm -f "$folder/$name".*.new' EXIT

in_postgres() {
    compose exec -T postgres "$@"
}

# The role "backup" reads everything and changes nothing; only the owner may read the roles.
in_postgres pg_dump -U backup -Fc hub </dev/null >"$folder/$name.dump.new" || fail "cannot dump the ledger; is postgres healthy? (./hub status)"
in_postgres pg_dumpall -U postgres --roles-only </dev/null >"$folder/$name.roles.sql.new" || fail "cannot dump the roles; is postgres healthy? (./hub status)"
in_postgres pg_restore --list <"$folder/$name.dump.new" >/dev/null || fail "the dump cannot be read back, so it was deleted; is the disk full? (df -h)"
mv "$folder/$name.roles.sql.new" "$folder/$name.roles.sql"
mv "$folder/$name.dump.new" "$folder/$name.dump"
echo "hub: wrote data/backups/$name.dump ($(du -h "$folder/$name.dump" | cut -f 1)) and its roles"

backups | tail -n "+$((keep + 1))" | while IFS= read -r old; do
    rm -f "$old" "${old%.dump}.roles.sql"
    echo "hub: deleted ${old#"$HUB_ROOT"/}: there are $keep newer ones"
done
