#!/usr/bin/env bash
# store a bot's Bybit key in its secret files without showing it
#
# usage: ./hub set-key BOT
#
# Asks for the key and its secret without showing them, or reads them as two lines from a pipe. Give each bot a
# sub-account and a key of its own, bound to this host's address, with the right to trade and never to withdraw
# (docs/install.md).
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/keys.sh
source "$HUB_ROOT/hub.d/lib/keys.sh"
help_if_asked "$0" "$@"
(($# == 1)) || fail "name one bot: ./hub set-key BOT; the bots are $(bot_names | paste -sd ' ')"
require_init
bot=$1
require_bot "$bot"
! uses_simulator || fail "the hub uses the simulator, where bots have keys of its own; run ./hub init --bybit first"

ask() {
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

key=$(ask "API key")
require_own "$key"
secret=$(ask "API secret")
store_exchange_key "$bot" key "$key"
store_exchange_key "$bot" secret "$secret"
echo "stored the key of $bot; ./hub up $bot makes the bot use it"
