#!/bin/sh
# Starts PostgreSQL and, beside it, a watch that ends sessions whose transaction is older than 30 s. A session may set
# its own time-outs aside, so they alone bound nothing.
set -eu

# The function comes with the schema, which `db` makes after the first start.
end_long_sessions() {
    psql -X -q -tA -U postgres -d hub -v ON_ERROR_STOP=1 2>&1 <<'SQL'
SELECT to_regproc('end_long_sessions') IS NOT NULL AS made \gset
\if :made
SELECT end_long_sessions('30 s');
\endif
SQL
}

watch() {
    said=''
    while sleep 5; do
        if ended=$(end_long_sessions); then
            said=''
            [ -z "$ended" ] || printf 'ended a session that took too long: %s\n' "$ended"
        elif [ "$ended" != "$said" ]; then
            said=$ended
            printf 'cannot look for sessions that take too long yet: %s\n' "$ended"
        fi
    done
}

watch &
# 64 MB of memory for each process of the server: a session that wants more ends with "out of memory", and nothing else
# shellcheck disable=SC3045 # dash knows it
ulimit -d 65536
exec docker-entrypoint.sh "$@"
