#!/usr/bin/env bash
# check the account and the key of each bot, or of the named ones
#
# usage: ./hub preflight [BOT...]
#
# Prints a line a check, with what to do: whether the key may do what the bot needs and no more, and whether the account
# is the bot's own, set up and paid in. Changes nothing, at Bybit or here, and works while the bot runs. A bot does the
# same at every start and once a day (docs/trading-for-real.md). Exit code 1 if a check failed or was not answered.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/account.sh
source "$HUB_ROOT/hub.d/lib/account.sh"
for bot in "$@"; do
    require_bot "$bot"
done
require_docker
require_init
bots=("$@")
(($# > 0)) || mapfile -t bots < <(bot_names)
code=0
for bot in "${bots[@]}"; do
    account_task "$bot" check || code=1
done
exit "$code"
