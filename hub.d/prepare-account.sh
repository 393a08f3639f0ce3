#!/usr/bin/env bash
# set one-way mode and leverage of a bot's perpetuals at Bybit
#
# usage: ./hub prepare-account BOT
#
# Shows what it will change and asks for the bot's name, typed or as a line of a pipe. The leverage is ACCOUNT_LEVERAGE of
# deploy/bots/BOT.env; without it leverage stays. Bybit refuses another mode while a perpetual has a position or an order.
# Exit code 1 if something is not as it should be afterwards.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/account.sh
source "$HUB_ROOT/hub.d/lib/account.sh"
(($# == 1)) || fail "name one bot: ./hub prepare-account BOT; the bots are $(bot_names | paste -sd ' ')"
bot=$1
require_bot "$bot"
require_docker
require_init

code=0
plan=$(account_task "$bot" plan) || code=1
echo "$plan"
((code == 0)) || exit 1
grep -q '^to change: ' <<<"$plan" || exit 0
require_word "$bot" "Type $bot to change this:"
account_task "$bot" prepare
