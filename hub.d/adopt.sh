#!/usr/bin/env bash
# tell a bot that the exchange is right, and that what it holds there is its own
#
# usage: ./hub adopt BOT [INSTRUMENT] --reason TEXT
#
#   INSTRUMENT       like linear:BTCUSDT, or BTCUSDT for the perpetual; without it, all instruments
#   --reason TEXT    kept with the request and with who asked, for whoever looks later
#
# After a trade by hand, a liquidation or a forced reduction a bot only keeps the stop and closes what it opened itself.
# Adopted, it trades the whole position again. Where the exchange holds something else than the ledger, adopting books the
# difference at the bot's last price; a row of the account that the hub cannot read is passed over from then on: an order
# counts as ended, and of a position or a coin the bot goes by its ledger until it can be read again. Shows all of that
# first: what the bot holds, how much of it is its own, what traded last, and what it cannot settle itself. Asks for the
# bot's name, typed or as a line of a pipe. The bot must run. Waits 30 s for its answer; exit code 1 if it did not do it.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/control.sh
source "$HUB_ROOT/hub.d/lib/control.sh"
# shellcheck source=hub.d/lib/account.sh
source "$HUB_ROOT/hub.d/lib/account.sh"
# shellcheck source=hub.d/lib/watch.sh
source "$HUB_ROOT/hub.d/lib/watch.sh"
control_arguments "$@"
((${#bots[@]} == 1 || ${#bots[@]} == 2)) || fail "adopt needs a bot and at most one instrument (see ./hub adopt --help)"
bot=${bots[0]} instrument=${bots[1]:-}
require_bot "$bot"
[[ $instrument =~ ^((linear:|spot:)?[A-Z0-9]+)?$ ]] || fail "'$instrument' is no instrument; it looks like linear:BTCUSDT"
[[ $reason != 'no reason given' ]] || fail "adopt needs --reason TEXT: why the bot may trade what it did not open"
require_docker
require_init

# Prints a line for each position of the bot, or of the one instrument.
held() {
    sql_soon -v bot="$bot" -v instrument="$instrument" <<'SQL'
SELECT format('%s %s:%s: holds %s, of which %s is its own, last foreign execution: %s', p.mode, p.category, p.symbol,
              trim_scale(p.qty), trim_scale(p.own_qty),
              coalesce((SELECT format('%s %s %s at %s, %s UTC', f.origin, f.side, trim_scale(f.qty_filled), trim_scale(f.fill_price),
                                      to_char(f.filled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
                        FROM fills f
                        WHERE f.bot_id = p.bot_id AND f.mode = p.mode AND f.category = p.category AND f.symbol = p.symbol
                          AND f.origin <> 'ORDER'
                        ORDER BY f.fill_id DESC LIMIT 1), 'none'))
FROM positions p
WHERE p.bot_id = :'bot' AND p.qty <> 0 AND :'instrument' IN ('', p.category || ':' || p.symbol)
ORDER BY p.mode, p.category, p.symbol;
SQL
}

[[ -z $instrument || $instrument == *:* ]] || instrument=linear:$instrument
preview=$(held) || fail "postgres does not answer; is it healthy? (./hub status)"
beat='' state=''
{ read -r beat && read -r state; } < <(printf '%s\n' "GET $bot:heartbeat" "GET $bot:state" | redis 2>/dev/null) ||
    fail "redis does not answer, so nobody knows what $bot would adopt; is it healthy? (./hub status)"
[[ -n $beat ]] || fail "$bot shows no sign of life, and only the bot knows what it would adopt: ./hub up $bot"
undecided=$(undecided_in "$state")
[[ -n $preview$undecided ]] || fail "$bot holds nothing${instrument:+ in $instrument}, so there is nothing to adopt"
[[ -z $preview ]] || echo "$preview"
if [[ -n $undecided ]]; then
    echo "$bot enters nothing until you decide about:"
    # shellcheck disable=SC2001 # each line
    sed 's/^/  /' <<<"$undecided"
    echo "Look at the account page first. A difference is booked at the bot's last price; what cannot be read is passed over."
fi
require_word "$bot" "Type $bot to let it go by what the exchange holds${instrument:+ of $instrument}, and trade it as its own:"

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
