#!/usr/bin/env bash
# show services, bots, positions, profit and loss, and delays
#
# usage: ./hub status
#
# Positions that no running bot watches come first, and last what a person must decide (./hub adopt). "up" is how long
# the process runs and "restarts" how often Docker had to start it anew; "data" is how old a bot's newest price is, and
# "decided" how old the newest candle it decided on.
# Exit code 1 if a service that should run does not run or is not healthy, or if nobody watches a position.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
(($# == 0)) || fail "status takes no arguments, got '$*' (see ./hub status --help)"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"
# shellcheck source=hub.d/lib/watch.sh
source "$HUB_ROOT/hub.d/lib/watch.sh"
require_docker
require_init

code=0 names=$(bot_names)
symbols=$(setting SYMBOLS | tr ',' '\n' | sed -n 's/^linear://; /:/!p')
running=$(compose ps --all --format '{{.Service}}|{{.State}}|{{.Health}}|{{.ExitCode}}')
processes=$(processes)
# by name of a bot: what PostgreSQL says of it, its heartbeat, the copies of halts, its state
declare -A told=() beats=() all=() own=() states=()
prices=()

# Prints the state of service $1, like `exited`.
state_of() {
    awk -F '|' -v s="$1" '$1 == s { print $2 }' <<<"$running"
}

# Prints how long ago $1 was; nothing unless $1 begins with epoch milliseconds.
ago() {
    [[ ! $1 =~ ^([0-9]+) ]] || echo "$(((now - BASH_REMATCH[1]) / 1000)) s ago"
}

ask_postgres() {
    local rows bot rest
    ledger_answers=false
    [[ $(awk -F '|' '$1 == "postgres" { print $2 $3 }' <<<"$running") == runninghealthy ]] || return 0
    missing=$(write_missing_rows) || return 0
    rows=$(bots_in_postgres) || return 0
    halts=$(halts_in_postgres) || return 0
    ledger_answers=true
    while IFS='|' read -r bot rest; do
        [[ -z $bot ]] || told[$bot]=$rest
    done <<<"$rows"
}

ask_redis() {
    local symbol bot answer
    redis_answers=false
    [[ $(state_of redis) == running ]] || return 0
    {
        for symbol in $symbols; do
            read -r answer || return 0
            prices+=("$symbol $answer")
        done
        for bot in $names; do
            { read -r "beats[$bot]" && read -r "all[$bot]" && read -r "own[$bot]" && read -r "states[$bot]"; } || return 0
        done
        redis_answers=true
    } < <(bots_in_redis "$symbols" "$names")
}

# Prints what nobody watches: positions of bots of which neither store has heard anything lately.
unwatched() {
    local bot held age container silent
    for bot in $(printf '%s\n' "$names" "${!told[@]}" | sort -u); do
        IFS='|' read -r held age _ <<<"${told[$bot]:-}"
        [[ $ledger_answers == true ]] || held=$(held_by_state "${states[$bot]:-}")
        [[ -n $held && -z $(ago "${beats[$bot]:-}") ]] || continue
        [[ $ledger_answers == true || $redis_answers == true ]] || continue
        [[ -z $age ]] || ((age >= HUB_SILENT_AFTER)) || continue
        container=$(state_of "$bot")
        silent='does not tell how it is'
        [[ -z $age ]] || silent="has been silent for $(duration "$age")"
        echo "UNWATCHED: $bot holds $held; its container is ${container:-absent}, and it $silent: ./hub up $bot"
    done
}

services() {
    local service state health exit_code started restarts says up
    printf '%-24s %-10s %-10s %-8s %-8s %s\n' service state health up restarts says
    while IFS= read -r service; do
        IFS='|' read -r _ state health exit_code < <(awk -F '|' -v s="$service" '$1 == s' <<<"$running") || true
        IFS='|' read -r _ started restarts says < <(awk -F '|' -v s="$service" '$1 == s' <<<"$processes") || true
        up=-
        if [[ $service == db && $state == exited && $exit_code == 0 ]]; then
            state='done' says=''
        elif [[ $state != running || ($health != healthy && -n $health) ]]; then
            code=1
        fi
        [[ $state != running || -z $started ]] || up=$(duration $((now / 1000 - $(date -d "$started" +%s))))
        printf '%-24s %-10s %-10s %-8s %-8s %s\n' "$service" "${state:-absent}" "${health:--}" "$up" "${restarts:--}" "$says"
    done < <(compose config --services | sort)
}

# Prints profit and loss and the positions of all bots.
ledger() {
    sql -P footer=off -P null=- <<'SQL'
SELECT bot_id AS bot, mode, orders, fills, round(p.realised_pnl, 2) AS realised, round(p.fees, 2) AS fees, round(p.funding, 2) AS funding,
       round(net_pnl, 2) AS net, round(equity, 2) AS equity, round(drawdown, 3) AS drawdown, date_trunc('second', now() - last_fill_at) AS "last fill ago"
FROM bot_pnl p FULL JOIN bot_status s USING (bot_id, mode) ORDER BY bot_id;
SELECT bot_id AS bot, category, symbol, trim_scale(qty) AS position, round(entry_price, 4) AS entry, round(realised_pnl, 2) AS realised
FROM positions WHERE qty <> 0 ORDER BY 1, 2, 3;
SQL
}

# Prints how far recorder and bots are behind the market, which bot may not enter, and why.
live() {
    local price bot beat state delay lag entries halt
    printf '%-24s %s\n' recorded 'last price'
    for price in "${prices[@]}"; do
        beat=$(ago "${price#* }")
        printf '%-24s %s\n' "${price%% *}" "${beat:-never}"
    done
    printf '\n%-24s %-12s %-10s %-10s %s\n' bot alive data decided entries
    for bot in $names; do
        beat=$(ago "${beats[$bot]:-}")
        # ignores the state that a bot left before it fell silent
        state=${beat:+${states[$bot]}}
        delay=$(state_value dataDelayMillis "$state")
        lag=$(state_value candleLagMillis "$state")
        entries=$(state_value entriesEndedBy "$state")
        entries=${entries:+ended by $entries}
        [[ -n $entries || -z $state ]] || entries=free
        [[ $state != *'"halt":"UNREADABLE"'* ]] || entries='none: it can read no halts'
        halt=$(halt_of "$bot" "$halts" "${all[$bot]:-}" "${own[$bot]:-}")
        [[ -z $halt ]] || entries=$halt
        printf '%-24s %-12s %-10s %-10s %s\n' "$bot" "${beat:-silent}" "${delay:+$((delay / 1000)) s}" "${lag:+$((lag / 1000)) s}" "${entries:--}"
    done
}

# Prints what each bot waits for, by its state in Redis, else by its row in PostgreSQL; and what a process does that stands
# by.
waits() {
    local bot state waiting undecided age work detail lasts standby_work standby_detail
    for bot in $names; do
        IFS='|' read -r _ age work detail lasts standby_work standby_detail _ <<<"${told[$bot]:-}"
        state=''
        [[ -z $(ago "${beats[$bot]:-}") ]] || state=${states[$bot]}
        waiting=$(sed -n 's/.*"waitingFor":\["\([^]]*\)"\].*/\1/p' <<<"$state" | sed 's/","/; /g')
        [[ $(state_value work "$state") != WAITING ]] || waiting=$(sed -n 's/.*"workDetail":"\([^"]*\)".*/\1/p' <<<"$state")
        if [[ -z $state && $work == WAITING ]] && ((age < HUB_SILENT_AFTER)); then
            waiting="$detail (for $(duration "$lasts"))"
        fi
        [[ -z $waiting ]] || echo "$bot waits for $waiting"
        while IFS= read -r undecided; do
            [[ -z $undecided ]] || echo "$bot needs you to decide (./hub adopt $bot --reason TEXT): $undecided"
        done < <(undecided_in "$state")
        case $standby_work in
            '') ;;
            WAITING) echo "$bot: a second process waits for $standby_detail" ;;
            *) echo "$bot: a second process stands by: $standby_detail" ;;
        esac
    done
}

halts='' missing=''
ask_postgres
ask_redis
# taken last, so that nothing that was read seems to come from the future
now=$(date +%s%3N)
printf 'candles in %s   symbols %s\n\n' "$(setting CANDLE_STORE)" "$(setting SYMBOLS)"
[[ -z $missing ]] || printf '%s\n\n' "$missing"
alone=$(unwatched)
if [[ -n $alone ]]; then
    printf '%s\n\n' "$alone"
    code=1
fi
services
echo
if [[ $ledger_answers == true ]] && ledger; then
    :
else
    code=1
    if [[ $(awk -F '|' '$1 == "postgres" { print $2 $3 }' <<<"$running") != runninghealthy ]]; then
        echo "cannot read the ledger: postgres is not healthy (./hub logs postgres)"
    else
        echo "cannot read the ledger: postgres did not answer in time (./hub logs postgres)"
    fi
    [[ ! -s $HUB_UNWRITTEN ]] || echo "$(wc -l <"$HUB_UNWRITTEN") halts are in redis alone, their rows follow when postgres is back"
    echo
fi
if [[ $redis_answers == true ]]; then
    live
else
    echo "cannot read prices and heartbeats: redis does not answer (./hub logs redis)"
    code=1
fi
waits
exit "$code"
