#!/usr/bin/env bash
# close everything, for all bots or the named ones, and prove it
#
# usage: ./hub flatten [BOT...] [--timeout SECONDS] [--i-know-it-is-dead] [--reason TEXT]
#
#   --timeout SECONDS      how long to wait until each bot is flat (default 120)
#   --i-know-it-is-dead    act although a host out of reach holds a bot's lease
#   --reason TEXT          kept with the request, for whoever looks later
#
# A bot told to flatten opens nothing, takes its orders back and closes every position; it stays halted until ./hub
# resume. A bot that is silent for 30 s is replaced: its container is killed, and one of the same image closes what the
# bot holds. Exit code 1 if something is left, which is named.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"

timeout=120 dead=no
more_options() {
    case $1 in
        --timeout)
            [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || fail "--timeout needs a number of seconds from 1 to 9999"
            timeout=$2 taken=2
            ;;
        --i-know-it-is-dead) dead=yes taken=1 ;;
        *) fail "flatten does not know '$1' (see ./hub flatten --help)" ;;
    esac
}
control_arguments "$@"
find_targets
require_docker
require_init
((${#bots[@]} > 0)) || mapfile -t bots < <(bot_names)

SILENT_AFTER=30
# how long Redis keeps the sign of life of a bot
HEARTBEAT_KEPT=15
declare -A request_of=() shown=() finished=() replaced=() missing_since=()
code=0
began=$SECONDS

say() {
    printf '%4d s  %s\n' $((SECONDS - began)) "$*"
}

# Prints state, detail, and what is held of a bot, each on a line; nothing if PostgreSQL does not answer.
progress() {
    sql_soon -v bot="$1" -v request="$2" <<'SQL' 2>/dev/null
SELECT concat_ws(E'\n',
    CASE WHEN r.target = 'all' THEN coalesce(p.state, 'ASKED') ELSE r.state END,
    coalesce(CASE WHEN r.target = 'all' THEN p.detail ELSE r.detail END, '-'),
    coalesce((SELECT string_agg(trim_scale(qty) || ' ' || category || ':' || symbol, ', ' ORDER BY category, symbol)
              FROM positions WHERE bot_id = :'bot' AND qty <> 0), 'nothing'))
FROM control_requests r LEFT JOIN control_progress p ON p.request_id = r.request_id AND p.bot_id = :'bot'
WHERE r.request_id = :request;
SQL
}

has_heartbeat() {
    [[ $(redis <<<"EXISTS $1:heartbeat" 2>/dev/null) != 0 ]]
}

# Succeeds if no container of the bot runs, or if it has given no sign of life for SILENT_AFTER seconds: a Redis that has
# just come back empty knows of none either.
is_silent() {
    if has_heartbeat "$1"; then
        unset "missing_since[$1]"
        return 1
    fi
    [[ -n $(compose ps --quiet --status running "$1") ]] || return 0
    : "${missing_since[$1]:=$SECONDS}"
    ((SECONDS - missing_since[$1] >= SILENT_AFTER - HEARTBEAT_KEPT))
}

# Succeeds unless a host that we cannot reach holds the lease of the bot and its connection stands.
may_replace() {
    local bot=$1 holder alive host
    IFS='|' read -r holder alive < <(sql_soon -v bot="$bot" <<'SQL'
SELECT holder, EXISTS (SELECT FROM pg_stat_activity WHERE usename = bot_id AND application_name = 'lease-' || bot_id)
FROM bot_leases WHERE bot_id = :'bot';
SQL
    ) || return 0
    host=${holder#*@}
    [[ $alive == t && $host != "$HUB_ORIGIN" ]] || return 0
    # shellcheck disable=SC2046 # one word per container
    ! docker inspect -f '{{.Config.Hostname}}' $(docker ps --all --quiet) 2>/dev/null | grep -qxF -- "$host" || return 0
    if [[ $dead == yes ]]; then
        say "$bot: ending the connection of $holder, which you say is dead"
        sql_soon -v bot="$bot" >/dev/null <<<"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :'bot';"
        return 0
    fi
    say "$bot: $holder holds its lease and is not on this host: not replaced. Flatten it there, or make sure that it is dead and add --i-know-it-is-dead"
    return 1
}

# Kills the bot's container and starts one that closes everything and exits.
replace() {
    local bot=$1 id log="$HUB_ROOT/data/flatten-$1.log" left
    replaced[$bot]=refused
    may_replace "$bot" || return 0
    replaced[$bot]=yes
    for id in $(compose ps --all --quiet "$bot"); do
        [[ $(docker inspect -f '{{.State.Running}}' "$id") != true ]] || docker kill "$id" >/dev/null 2>&1 || true
        until [[ $(docker inspect -f '{{.State.Running}}' "$id" 2>/dev/null) != true ]]; do
            ((SECONDS - began < timeout)) || fail "the container of $bot does not end; nothing was started in its place"
            sleep 0.2
        done
    done
    left=$((timeout - SECONDS + began))
    say "$bot: silent; its container is gone, another one closes everything (log: data/flatten-$bot.log)"
    mkdir -p "$HUB_ROOT/data"
    compose --progress quiet run --rm --no-deps -T --name "$(name_of_replacement "$bot")" -e FLATTEN_AND_EXIT=$((left > 5 ? left : 5))s "$bot" \
        >"$log" 2>&1 </dev/null &
}

name_of_replacement() {
    echo "$(setting COMPOSE_PROJECT_NAME)-$1-flatten"
}

# Waits until the container that closes everything for the bot has ended, and removes it if it does not: its own time is
# over as well then, or it never got the lease.
end_replacement() {
    local second
    for ((second = 0; second < 15; second++)); do
        docker inspect "$(name_of_replacement "$1")" >/dev/null 2>&1 || return 0
        sleep 1
    done
    docker rm --force "$(name_of_replacement "$1")" >/dev/null 2>&1 || true
}

# Looks once at a bot that is not finished yet.
look() {
    local bot=$1 state='' detail='' held=''
    { read -r state && read -r detail && read -r held; } < <(progress "$bot" "${request_of[$bot]}") || return 0
    case $state in
        DONE)
            if [[ $held == nothing ]]; then
                say "$bot: flat"
            else
                say "$bot: $detail"
                code=1
            fi
            finished[$bot]=yes
            return
            ;;
        FAILED)
            say "$bot: failed: $detail; holds $held"
            finished[$bot]=yes
            code=1
            return
            ;;
    esac
    if [[ ${shown[$bot]:-} != "$state $held" ]]; then
        shown[$bot]="$state $held"
        say "$bot: ${state,,}, holds $held"
    fi
    [[ -z ${replaced[$bot]:-} ]] || return 0
    if is_silent "$bot" || { [[ $state == ASKED ]] && ((SECONDS - began >= SILENT_AFTER)); }; then
        replace "$bot"
    fi
}

write_missing_rows
for target in "${targets[@]}"; do
    order FLATTEN "$target"
    if [[ -z $request ]]; then
        echo "asked through redis alone: bots flatten, and nothing here can prove it. Run this again when postgres is back." >&2
        code=1
        continue
    fi
    echo "asked: $target is to be flat (request $request)"
    for bot in "${bots[@]}"; do
        [[ $target != all && $target != "$bot" ]] || request_of[$bot]=$request
    done
done

while ((SECONDS - began < timeout && ${#finished[@]} < ${#request_of[@]})); do
    for bot in "${!request_of[@]}"; do
        [[ -n ${finished[$bot]:-} ]] || look "$bot"
    done
    sleep 1
done
for bot in "${!request_of[@]}"; do
    if [[ -z ${finished[$bot]:-} ]]; then
        echo "$bot is not proved flat after $timeout s; left: $(progress "$bot" "${request_of[$bot]}" | sed -n 3p)" >&2
        [[ ! -s $HUB_ROOT/data/flatten-$bot.log || ${replaced[$bot]:-} != yes ]] || tail -n 3 "$HUB_ROOT/data/flatten-$bot.log" >&2
        code=1
    fi
    if [[ ${replaced[$bot]:-} == yes ]]; then
        end_replacement "$bot"
        echo "$bot does not run: ./hub up $bot starts it, halted"
    fi
done
((code != 0)) || echo "flat. Bots stay halted until ./hub resume"
exit "$code"
