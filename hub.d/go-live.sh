#!/usr/bin/env bash
# approve that a bot trades real money on its account
#
# usage: ./hub go-live BOT
#
# Needs HUB_MODE=live in deploy/bots/BOT.env. Shows mode, account, capital, limits, every check, and what the bot has done on
# paper and with play money; then asks for the bot's name, typed or as a line of a pipe, and writes down who approved
# which account and capital. Another account or capital needs another approval. ./hub up BOT starts the bot with it.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"
# shellcheck source=hub.d/lib/account.sh
source "$HUB_ROOT/hub.d/lib/account.sh"
(($# == 1)) || fail "name one bot: ./hub go-live BOT; the bots are $(bot_names | paste -sd ' ')"
bot=$1
require_bot "$bot"
require_docker
require_init
everywhere=$(live_for_all)
[[ -z $everywhere ]] || fail "$everywhere"

# Prints what the bot has done in each mode, a line each.
record() {
    sql_soon -v bot="$bot" <<'SQL'
SELECT format('%s: %s days traded, %s fills, %s orders, net result %s, worst day %s, last fill %s UTC', p.mode, count(d.day), p.fills,
              p.orders, round(p.net_pnl, 2), round(coalesce(min(d.net_pnl), 0), 2),
              coalesce(to_char(p.last_fill_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), 'never'))
FROM bot_pnl p LEFT JOIN daily_pnl d USING (bot_id, mode)
WHERE p.bot_id = :'bot'
GROUP BY p.mode, p.fills, p.orders, p.net_pnl, p.last_fill_at
ORDER BY p.mode;
SQL
}

approve() {
    sql_soon -v bot="$bot" -v uid="$uid" -v capital="$capital" -v coin="$coin" -v who="$HUB_WHO" -v origin="$HUB_ORIGIN" <<'SQL'
INSERT INTO live_approvals (bot_id, uid, capital, coin, who, origin)
VALUES (:'bot', :uid, :capital, :'coin', :'who', :'origin')
RETURNING approval_id;
SQL
}

table=$(account_task "$bot" check) || true
echo "$table"
IFS=' ' read -r _ _ mode _ uid _ _ _ capital coin < <(grep "^$bot mode " <<<"$table") ||
    fail "the checks of $bot did not say what account it has; see above, or ./hub logs $bot"
[[ $mode == live ]] || fail "$bot is in mode $mode; write HUB_MODE=live into deploy/bots/$bot.env first"
[[ $uid =~ ^[0-9]+$ && $capital =~ ^[0-9.]+$ && $coin =~ ^[A-Z0-9]+$ ]] || fail "Bybit did not say whose account it is; nothing was approved"
others=$(grep -E '^(failed|no answer) ' <<<"$table" | grep -vE '^failed +go live ' || true)
[[ -z $others ]] || fail "a check failed or was not answered, see above; nothing was approved"
echo
echo "what $bot has done so far:"
past=$(record) || fail "postgres does not answer; nothing was approved"
echo "${past:-nothing: it has never traded, not on paper either}"
echo
echo "$bot will trade real money: account $uid, capital $capital $coin."
require_word "$bot" "Type $bot to approve this:"
[[ $(approve) =~ ^[0-9]+$ ]] || fail "postgres did not take the approval"
echo "approved by $HUB_WHO; ./hub up $bot starts it with real money, ./hub halt $bot ends its entries"
