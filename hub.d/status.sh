#!/usr/bin/env bash
# show services, bots, positions, profit and loss, and lag
#
# usage: ./hub status
#
# Exit code 1 if a service that should run does not run or is not healthy.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"
require_docker
require_init

# Prints how long ago $1 was; nothing unless $1 begins with epoch milliseconds.
ago() {
    [[ ! $1 =~ ^([0-9]+) ]] || echo "$(((now - BASH_REMATCH[1]) / 1000)) s ago"
}

# Prints the commands for Redis, each with an answer of one line: the moment of the newest price of each perpetual, then
# heartbeat, copies of halts and state of each bot.
questions() {
    local symbol bot
    for symbol in $1; do
        echo "EVAL \"local quote = redis.call('GET', KEYS[1]) return quote and string.match(quote, '\\\"t\\\":(%d+)')\" 1 md:quote:linear:$symbol"
    done
    for bot in $2; do
        printf '%s\n' "GET $bot:heartbeat" "GET control:halt:all" "GET control:halt:$bot" "GET $bot:state"
    done
}

# Prints who halted each target that is not resumed: target, kind, and who, between bars.
halts_in_postgres() {
    sql -tA <<'SQL'
SELECT target, CASE kind WHEN 'HALT' THEN 'HALTED' ELSE 'FLATTENING' END,
       format('by %s@%s at %s UTC (request %s: %s)', who, origin, to_char(asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), request_id, reason)
FROM (SELECT DISTINCT ON (target) * FROM control_requests WHERE kind <> 'ADOPT' ORDER BY target, request_id DESC) newest
WHERE kind <> 'RESUME';
SQL
}

# Prints what holds of bot $1: the stronger of its own halt and that of all, by the rows $2, else by the copies in Redis $3
# and $4; nothing if nobody halted it.
halt_of() {
    local bot=$1 rows=$2 copy
    awk -F '|' -v bot="$bot" '($1 == "all" || $1 == bot) && (found == "" || $2 == "FLATTENING") { found = $2 " " $3 } END { printf "%s", found }' <<<"$rows" |
        grep . && return 0
    for copy in "$3" "$4"; do
        case $copy in
            '' | RESUME*) ;;
            FLATTEN*) echo "FLATTENING by ${copy##* }, in redis alone" && return 0 ;;
            *) echo "HALTED by ${copy##* }, in redis alone" && return 0 ;;
        esac
    done
}

# Prints what only Redis knows: how far each program is behind the market, which bot may not enter, and what it waits
# for.
live() {
    local symbols bots symbol bot newest beat all own state lag entries halt rows waiting waits='' now
    rows=''
    [[ $ledger_answers == false ]] || rows=$(halts_in_postgres)
    symbols=$(setting SYMBOLS | tr ',' '\n' | sed -n 's/^linear://; /:/!p')
    bots=$(bot_names)
    now=$(date +%s%3N)
    {
        printf '%-24s %s\n' recorded 'last price'
        for symbol in $symbols; do
            read -r newest || break
            newest=$(ago "$newest")
            printf '%-24s %s\n' "$symbol" "${newest:-never}"
        done
        printf '\n%-24s %-12s %-12s %s\n' bot alive lag entries
        for bot in $bots; do
            { read -r beat && read -r all && read -r own && read -r state; } || break
            beat=$(ago "$beat")
            # ignores the state that a bot left before it fell silent
            [[ -n $beat ]] || state=''
            lag=$(sed -n 's/.*"candleLagMillis":\([0-9]*\).*/\1/p' <<<"$state")
            entries=$(sed -n 's/.*"entriesEndedBy":"\([A-Z_]*\)".*/ended by \1/p' <<<"$state")
            [[ -n $entries || -z $state ]] || entries=free
            [[ $state != *'"halt":"UNREADABLE"'* ]] || entries='none: it can read no halts'
            halt=$(halt_of "$bot" "$rows" "$all" "$own")
            [[ -z $halt ]] || entries=$halt
            printf '%-24s %-12s %-12s %s\n' "$bot" "${beat:-silent}" "${lag:+$((lag / 1000)) s}" "${entries:--}"
            waiting=$(sed -n 's/.*"waitingFor":\["\([^]]*\)"\].*/\1/p' <<<"$state" | sed 's/","/; /g')
            waits+=${waiting:+$'\n'"$bot waits for $waiting"}
        done
        [[ -z $waits ]] || printf '%s\n' "$waits"
    } < <(questions "$symbols" "$bots" | redis)
}

code=0
printf 'mode %s   candles in %s   symbols %s\n\n' "$(setting HUB_MODE)" "$(setting CANDLE_STORE)" "$(setting SYMBOLS)"
printf '%-24s %-10s %-10s %s\n' service state health since
running=$(compose ps --all --format '{{.Service}}|{{.State}}|{{.Health}}|{{.ExitCode}}|{{.RunningFor}}')
while IFS= read -r service; do
    IFS='|' read -r _ state health exit_code since < <(awk -F '|' -v s="$service" '$1 == s' <<<"$running") || true
    if [[ $service == db && $state == exited && $exit_code == 0 ]]; then
        state='done'
    elif [[ $state != running || ($health != healthy && -n $health) ]]; then
        code=1
    fi
    printf '%-24s %-10s %-10s %s\n' "$service" "${state:-absent}" "${health:--}" "${since:-}"
done < <(compose config --services | sort)

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

echo
ledger_answers=true
if [[ $(awk -F '|' '$1 == "postgres" { print $2 $3 }' <<<"$running") != runninghealthy ]]; then
    ledger_answers=false
    echo "cannot read the ledger: postgres is not healthy (./hub logs postgres)"
elif ! write_missing_rows || ! ledger; then
    ledger_answers=false
    echo "cannot read the ledger: postgres did not answer in time (./hub logs postgres)"
fi
if [[ $ledger_answers == false ]]; then
    code=1
    [[ ! -s $HUB_UNWRITTEN ]] || echo "$(wc -l <"$HUB_UNWRITTEN") halts are in redis alone, their rows follow when postgres is back"
    echo
fi
if [[ $(awk -F '|' '$1 == "redis" { print $2 }' <<<"$running") == running ]]; then
    live
fi
exit "$code"
