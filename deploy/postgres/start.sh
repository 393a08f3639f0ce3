#!/bin/bash
# Starts PostgreSQL and, beside it, two watches. One ends sessions whose transaction is older than 30 s: a session may
# set its own time-outs aside, so they alone bound nothing. The other ends logins that are left half done, and makes
# sessions of a bot that work without pause wait for those of everybody else: PostgreSQL itself bounds neither.
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
    local ended said=''
    while sleep 5; do
        if ended=$(end_long_sessions); then
            said=''
            [[ -z $ended ]] || printf 'ended a session that took too long: %s\n' "$ended"
        elif [[ $ended != "$said" ]]; then
            said=$ended
            printf 'cannot look for sessions that take too long yet: %s\n' "$ended"
        fi
    done
}

# From one address so many logins may be half done at a time: each has a place that a session could have.
most_logins=8
# A bot's sessions that use so many hundredths of a CPU in each of three seconds wait for everybody else, and so do
# those that it opens in the next minute.
much=40

# Looks once a second. Only the superuser of the kernel could raise a session's priority again, so a bot has it back
# with new sessions.
watch_sessions() {
    local process title role stat pid address
    local -A logins told=()
    local -A before=() now used sessions busy=() low_until=() lowered=()
    while sleep 1; do
        now=() used=() sessions=() logins=()
        for process in /proc/[0-9]*; do
            # postgres: bot_1_momentum hub 172.18.0.5(41234) SELECT
            IFS= read -r -d '' title 2>/dev/null <"$process/cmdline" || [[ -n ${title:-} ]] || continue
            pid=${process#/proc/}
            if [[ $title =~ ^postgres:\ .*\ ([0-9a-f.:]+)\([0-9]+\)\ authentication ]]; then
                address=${BASH_REMATCH[1]}
                logins[$address]=$((${logins[$address]:-0} + 1))
                if ((logins[$address] > most_logins)); then
                    kill "$pid" 2>/dev/null || true
                    ((SECONDS < ${told[$address]:-0})) ||
                        echo "$address holds more than $most_logins logins half done: they end"
                    told[$address]=$((SECONDS + 60))
                fi
                continue
            fi
            [[ $title == 'postgres: bot_'* ]] || continue
            read -r stat 2>/dev/null <"$process/stat" || continue
            role=${title#postgres: } role=${role%% *}
            # after the name in brackets, utime and stime are the fields 12 and 13
            # shellcheck disable=SC2086 # one argument for each field
            set -- ${stat##*) }
            now[$pid]=$((${12} + ${13}))
            used[$role]=$((${used[$role]:-0} + now[$pid] - ${before[$pid]:-0}))
            sessions[$role]+=" $pid"
        done
        for role in "${!used[@]}"; do
            if ((used[$role] > much)); then busy[$role]=$((${busy[$role]:-0} + 1)); else busy[$role]=0; fi
            if ((busy[$role] >= 3)); then
                ((SECONDS < ${low_until[$role]:-0})) ||
                    echo "$role works without pause: its sessions wait for all others"
                low_until[$role]=$((SECONDS + 60))
            fi
            ((SECONDS < ${low_until[$role]:-0})) || continue
            for pid in ${sessions[$role]}; do
                [[ -n ${lowered[$pid]:-} ]] || chrt --idle --pid 0 "$pid" 2>/dev/null || true
                lowered[$pid]=$role
            done
        done
        for pid in "${!lowered[@]}"; do [[ -n ${now[$pid]:-} ]] || unset "lowered[$pid]"; done
        before=()
        for pid in "${!now[@]}"; do before[$pid]=${now[$pid]}; done
    done
}

# Prints how many KB of memory each process of the server may have: a tenth of the container's, 64 MB at most. A bot's
# four sessions and a worker then take half of it. A session that wants more ends with "out of memory", and nothing
# else.
memory_of_a_process() {
    local limit
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null ||
        cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || echo max)
    [[ $limit != max ]] || limit=$((1 << 40))
    limit=$((limit / 10240))
    echo $((limit < 65536 ? limit : 65536))
}

watch &
watch_sessions &
ulimit -d "$(memory_of_a_process)"
exec docker-entrypoint.sh "$@"
