#!/usr/bin/env bash
# tell a bot that what a person traded in its account is its own now
#
# usage: ./hub adopt BOT [INSTRUMENT] [--reason TEXT]
#
#   INSTRUMENT       like linear:BTCUSDT, or BTCUSDT for the perpetual; without it, all that the bot holds
#   --reason TEXT    kept with the request, for whoever looks later
#
# After a trade by hand, a liquidation or a forced reduction a bot only keeps the stop and closes what it opened itself.
# Adopted, it trades the whole position again. Waits 30 s for the answer; exit code 1 if the bot did not do it.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"
control_arguments "$@"
((${#bots[@]} == 1 || ${#bots[@]} == 2)) || fail "adopt needs a bot and at most one instrument (see ./hub adopt --help)"
bot=${bots[0]} instrument=${bots[1]:-}
require_bot "$bot"
[[ $instrument =~ ^((linear:|spot:)?[A-Z0-9]+)?$ ]] || fail "'$instrument' is no instrument; it looks like linear:BTCUSDT"
require_docker
require_init

request=$(ask ADOPT "$bot" "$instrument") || fail "postgres did not take the request; is it healthy? (./hub status)"
echo "asked: request $request"
for ((second = 0; second < 30; second++)); do
    IFS='|' read -r state detail < <(sql_soon -v request="$request" <<<"SELECT state, detail FROM control_requests WHERE request_id = :request;") || true
    case ${state:-} in
        DONE)
            echo "$bot: $detail"
            exit 0
            ;;
        FAILED)
            echo "$bot did not do it: $detail" >&2
            exit 1
            ;;
    esac
    sleep 1
done
echo "$bot has not answered within 30 s; it does it when it runs (./hub status)" >&2
exit 1
