#!/usr/bin/env bash
# What a bot does in the hands of somebody else: everything that .ci/attack wants tried, all at once and without pause, with
# the bot's own credentials. Runs in a container that has nothing but bash and psql. Needs BOT, PGPASSWORD,
# REDIS_PASSWORD and ATTACKS, the names of the functions below; TOKEN is empty without InfluxDB.
set -uo pipefail
exec 2>/dev/null

in_postgres() {
    psql -X -q -h postgres -U "$BOT" -d hub -c "$1" >/dev/null
}

# Opens a connection to Redis as 3, logged in.
to_redis() {
    exec 3<>/dev/tcp/redis/6379 && printf 'AUTH %s %s\r\n' "$BOT" "$REDIS_PASSWORD" >&3
}

# Locks tables, and the leases of others.
locks() {
    in_postgres 'SET statement_timeout = 0; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE'
    in_postgres 'LOCK TABLE bot_leases IN ACCESS EXCLUSIVE MODE'
    in_postgres 'SELECT pg_advisory_lock(1)'
    in_postgres "SELECT lock_lease('bot_1_momentum', false)"
}

# Computes without end.
spin() {
    for _ in 1 2 3 4; do
        in_postgres 'SET statement_timeout = 0; DO $$ BEGIN LOOP END LOOP; END $$' &
    done
    wait
}

# Sorts with as much memory as the server gives.
memory() {
    for _ in 1 2 3; do
        in_postgres "SET work_mem = '2GB'; SET hash_mem_multiplier = 1000; SET statement_timeout = 0;
            SELECT max(length(s)) FROM (SELECT string_agg(md5(n::text), '') s FROM generate_series(1, 20000000) n GROUP BY n) x" &
    done
    wait
}

# Sorts on the disk.
disk() {
    in_postgres 'SET statement_timeout = 0; SELECT count(*) FROM (SELECT n, md5(n::text) FROM generate_series(1, 30000000) n ORDER BY 2) x'
}

# Takes connections, and keeps what it gets.
sessions() {
    for _ in {1..20}; do
        in_postgres 'SET statement_timeout = 0; BEGIN; SELECT pg_sleep(120)' &
    done
    wait
}

# Opens logins and goes no further.
halves() {
    for descriptor in {100..400}; do
        eval "exec $descriptor<>/dev/tcp/postgres/5432" || break
        # length, version, names and values
        # shellcheck disable=SC2059 # the format holds a byte
        {
            printf "\\0\\0\\0\\x$(printf %02x $((28 + ${#BOT})))"
            printf '\0\3\0\0user\0%s\0database\0hub\0\0' "$BOT"
        } >&"$descriptor"
    done
    sleep 20
}

# Writes rows until it is refused.
rows() {
    in_postgres "INSERT INTO risk_events (bot_id, mode, event_key, at, rule, detail)
        SELECT current_user, 'paper', md5(random()::text), now(), 'HALTED', repeat('x', 5000) FROM generate_series(1, 2000)"
}

# Writes the longest texts into every key, its own and others'.
texts() {
    local key
    to_redis || return
    timeout 5 cat <&3 >/dev/null &
    for key in "$BOT:positions" "$BOT:state" "$BOT:heartbeat" hub:ban "$BOT:other" positions md:quote:linear:BTCUSDT; do
        # shellcheck disable=SC2016 # Redis reads the dollars
        printf '*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$1000000\r\n%s\r\n' ${#key} "$key" "$text" >&3
    done
    for i in {1..300}; do printf 'SET %s:state x%d\r\n' "$BOT" "$i"; done >&3
    sleep 1
    exec 3>&-
    wait
}

# Asks for streams and reads no answer.
replies() {
    to_redis || return
    timeout 20 bash -c 'while true; do printf "XRANGE md:kline:linear:1:BTCUSDT - +\r\n"; done >&3'
    exec 3>&-
}

# Asks for streams and reads all answers, on four connections.
reads() {
    local commands='' n
    for n in {1..20}; do commands+=$'XRANGE md:kline:linear:1:BTCUSDT - +\r\n'; done
    for n in 1 2 3 4; do
        {
            to_redis
            timeout 20 cat <&3 >/dev/null &
            # shellcheck disable=SC2016 # the inner shell expands it
            timeout 20 bash -c 'while true; do printf %s "$1"; done >&3' bash "$commands"
        } &
    done
    wait
}

# Names one stream as often as one command can.
streams() {
    local n=40000
    to_redis || return
    timeout 15 cat <&3 >/dev/null &
    # shellcheck disable=SC2016 # Redis reads the dollars
    {
        printf '*%d\r\n$5\r\nXREAD\r\n$7\r\nSTREAMS\r\n' $((2 * n + 2))
        yes $'$25\r\nmd:kline:linear:1:BTCUSDT\r' | head -n $((2 * n))
        yes $'$1\r\n0\r' | head -n $((2 * n))
    } >&3
    wait
}

# Takes connections to Redis.
clients() {
    for descriptor in {100..300}; do eval "exec $descriptor<>/dev/tcp/redis/6379" || break; done
    sleep 5
}

# Holds all queries that InfluxDB runs at a time, and all that wait.
queries() {
    local query='import "generate" generate.from(count: 40000000, fn: (n) => n, start: 2020-01-01T00:00:00Z, stop: 2026-01-01T00:00:00Z) |> sort()'
    [[ -n $TOKEN ]] || exit 0
    for _ in {1..12}; do
        {
            exec 4<>/dev/tcp/influxdb/8086
            printf 'POST /api/v2/query?org=hub HTTP/1.1\r\nHost: influxdb\r\nConnection: close\r\nAuthorization: Token %s\r\nContent-Type: application/vnd.flux\r\nContent-Length: %d\r\n\r\n%s' \
                "$TOKEN" ${#query} "$query" >&4
            timeout 60 cat <&4 >/dev/null
        } &
    done
    wait
}

# a million letters
text=$(printf 'x%.0s' {1..1000})
for _ in 1 2 3; do text+=$text$text$text$text$text$text$text$text$text; done
for attack in $ATTACKS; do
    while true; do
        ("$attack")
        sleep 0.2
    done &
done
wait
