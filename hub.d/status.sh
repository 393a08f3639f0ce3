#!/usr/bin/env bash
# one screen: services, bots, positions, profit and loss
#
# usage: ./hub status
#
# Exit code 1 when a service that should run does not, or is not healthy.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
require_docker
require_init

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

if [[ $(awk -F '|' '$1 == "postgres" { print $2 $3 }' <<<"$running") != runninghealthy ]]; then
    echo
    echo "no ledger to read: postgres is not healthy (./hub logs postgres)"
    exit 1
fi
echo
sql -P footer=off -P null=- <<'SQL'
SELECT bot_id AS bot, mode, orders, fills, round(realised_pnl, 2) AS realised, round(fees, 2) AS fees, round(funding, 2) AS funding,
       round(net_pnl, 2) AS net, date_trunc('second', now() - last_fill_at) AS "last fill ago"
FROM bot_pnl ORDER BY bot_id;
SELECT bot_id AS bot, category, symbol, trim_scale(qty) AS position, round(entry_price, 4) AS entry, round(realised_pnl, 2) AS realised
FROM positions WHERE qty <> 0 ORDER BY 1, 2, 3;
SQL
if [[ $(awk -F '|' '$1 == "redis" { print $2 }' <<<"$running") == running ]]; then
    now=$(date +%s)
    while IFS= read -r bot; do
        beat=$(redis GET "$bot:heartbeat")
        halted=$(redis EXISTS hub:halt "$bot:halt")
        if [[ $beat =~ ^[0-9]+$ ]]; then
            printf '%-24s alive %ss ago' "$bot" $((now - beat / 1000))
        else
            printf '%-24s silent' "$bot"
        fi
        [[ $halted == 0 ]] || printf '   HALTED'
        echo
    done < <(bot_names)
fi
exit "$code"
