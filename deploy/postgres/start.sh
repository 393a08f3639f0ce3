#!/bin/sh
# Starts PostgreSQL and, beside it, a watch that ends sessions whose transaction is older than 30 s. A session may set
# its own time-outs aside, so they alone bound nothing.
set -eu

watch() {
    said=''
    while sleep 5; do
        if ended=$(psql -X -q -tA -U postgres -d hub -c "SELECT end_long_sessions('30 s')" 2>&1); then
            said=''
            [ -z "$ended" ] || printf 'ended a session that took too long: %s\n' "$ended"
        elif [ "$ended" != "$said" ]; then
            said=$ended
            printf 'cannot look for sessions that take too long yet: %s\n' "$ended"
        fi
    done
}

watch &
exec docker-entrypoint.sh "$@"
