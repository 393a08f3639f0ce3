#!/usr/bin/env bash
# store a bot's Bybit key in its secret files without showing it
#
# usage: ./hub set-key BOT [--new-account]
#
#   --new-account    the key is of another account than before: gives the old one back. Only while the bot holds nothing
#
# Asks for the key and its secret without showing them, or reads them as two lines from a pipe. Give each bot a
# sub-account and a key of its own, bound to this host's address, with the right to trade and never to withdraw
# (docs/trading-for-real.md). The bot uses the key from ./hub up BOT on, with the position that it has; delete the old
# key at Bybit after that. Checks the new key at once if Docker runs.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/keys.sh
source "$HUB_ROOT/hub.d/lib/keys.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"
# shellcheck source=hub.d/lib/account.sh
source "$HUB_ROOT/hub.d/lib/account.sh"
new_account=no
if [[ ${2:-} == --new-account ]]; then
    new_account=yes
    set -- "$1"
fi
(($# == 1)) || fail "name one bot: ./hub set-key BOT; the bots are $(bot_names | paste -sd ' ')"
require_init
bot=$1
require_bot "$bot"
! uses_simulator || fail "the hub uses the simulator, where bots have keys of its own; run ./hub init --bybit first"

ask_hidden() {
    local value
    if [[ -t 0 ]]; then
        read -rsp "$1: " value
        echo >&2
    else
        read -r value || true
    fi
    [[ $value =~ ^[A-Za-z0-9_-]{8,}$ ]] || fail "that is no $1: it needs 8 or more letters and digits; nothing was changed"
    printf '%s\n' "$value"
}

# Two bots on one key trade on one account: each would take the other's positions and orders for strangers.
require_own() {
    local other
    for other in $(bot_names); do
        [[ $other == "$bot" || $(cat "$HUB_ROOT/secrets/${other}_bybit_api_key" 2>/dev/null) != "$1" ]] ||
            fail "$other has this key already; give each bot a sub-account and a key of its own; nothing was changed"
    done
}

# Prints how many accounts of the bot it gave back; the bot keeps what it holds something in.
release() {
    sql_soon -v bot="$bot" <<'SQL'
WITH held AS (
    SELECT mode FROM positions WHERE bot_id = :'bot' AND qty <> 0
    UNION SELECT mode FROM open_orders WHERE bot_id = :'bot'),
released AS (
    UPDATE bot_accounts SET released_at = now()
    WHERE bot_id = :'bot' AND released_at IS NULL AND NOT EXISTS (SELECT FROM held WHERE mode <> 'paper')
    RETURNING 1)
SELECT count(*) || ' ' || (SELECT count(*) FROM held WHERE mode <> 'paper') FROM released;
SQL
}

key=$(ask_hidden "API key")
require_own "$key"
secret=$(ask_hidden "API secret")
if [[ $new_account == yes ]]; then
    require_docker
    IFS=' ' read -r released held < <(release) || fail "postgres does not answer; nothing was changed"
    [[ $held == 0 ]] || fail "$bot has a position or an order in its account: ./hub flatten $bot first; nothing was changed"
    echo "$bot gave back $released accounts; the account of the new key becomes its own at its next start"
fi
store_exchange_key "$bot" key "$key"
store_exchange_key "$bot" secret "$secret"
echo "stored the key of $bot; ./hub up $bot makes the bot use it"
if docker compose version >/dev/null 2>&1 && docker image inspect "$(compose config --images "$bot" 2>/dev/null | head -n 1)" >/dev/null 2>&1; then
    account_task "$bot" check || echo "not everything is as it should be, see above; ./hub preflight $bot checks again"
else
    echo "./hub preflight $bot checks it once the bot is built and Docker runs"
fi
