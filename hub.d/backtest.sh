#!/usr/bin/env bash
# try a bot on stored candles: the engine that trades live, on another clock
#
# usage: ./hub backtest BOT --from DAY [--to DAY] [OPTION...]             candles of the hub's own store
#        ./hub backtest BOT --candles FILE... [OPTION...]                 candles of files
#
#   BOT                 a bot of docker-compose.yml; its settings come from deploy/bots/
#   --candles FILE...   CSV files, gzip or not; the name says what is inside (below)
#   --from, --to TIME   the period, a day (2025-01-31) or a moment in UTC (2025-01-31T12:00:00Z); without --to all that
#                       is there; with files --from may lack, too: then it begins after the bot's warm-up
#   --symbols LIST      what to trade instead of the bot's SYMBOLS
#   --capital AMOUNT    instead of the bot's CAPITAL
#   --set NAME=VALUE    any other setting instead of the bot's; as often as you like
#   --slippage-bps N    how much worse than the open an order fills; without it 2
#   --spread-bps N      width of the quotes made of candles for a bot that decides on quotes; without it 1
#   --no-funding        tests perpetuals without funding
#   --allow-holes       tests although candles are missing
#   --check             does not test but asks whether a test can be believed: does the bot look ahead, is its warm-up long
#                       enough, does it trade the same after a restart
#   --out FOLDER        writes report.html, run.json, trades.csv, fills.csv and equity.csv there
#
# Without --candles: while the hub runs, the test runs in a container beside it, with the bot's own rights in the stores.
# What it reads is kept in data/candles: the next run has it at once, and without the hub, too.
#
# A file is called like linear-BTCUSDT-15m.csv (candles of the perpetual), spot-BTCUSDT-5m.csv.gz,
# linear-BTCUSDT-mark-1h.csv (mark price) or linear-BTCUSDT-funding.csv; a name may have more before it, with a '-', and
# after it, with a '-' or '_'. Bring the candles that the bot decides on, and funding rates for perpetuals.
#
# Outside a container it needs a JDK 25 and Maven. docs/backtests.md says what is simulated, what is not, and how to read
# the figures. Exit code 0: it ran; 1: --check found that a test cannot be believed; 2: it was called wrongly, or candles or
# funding are missing.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/beside.sh
source "$HUB_ROOT/hub.d/lib/beside.sh"
# shellcheck source=hub.d/lib/backtest.sh
source "$HUB_ROOT/hub.d/lib/backtest.sh"
help_if_asked "$0" "$@"

[[ -n ${1:-} && $1 != -* ]] || fail "backtest needs a bot first: ./hub backtest BOT --from DAY (see --help)"
tester_arguments io.tradinghub.backtest.command.BacktestMain "$@"

# Prints the folder that follows --out among the arguments, or nothing.
out_folder() {
    local argument before=''
    for argument in "$@"; do
        case $before$argument in
            --out=*) echo "${argument#--out=}" ;;
            --out\ *) echo "$argument" ;;
        esac
        before=$([[ $argument != --out ]] || echo '--out ')
    done
}

# Runs the test beside the hub with the bot's passwords for the stores, and nothing else of the bot.
test_beside_the_hub() {
    local out name options=(-e CANDLE_STORE="$(setting CANDLE_STORE)" -e POSTGRES_USER="$bot" -e REDIS_USER="$bot")
    out=$(out_folder "$@")
    if [[ -n $out ]]; then
        mkdir -p "$out" || fail "the folder cannot be made; choose another --out"
        out=$(cd "$out" && pwd)
        options+=(--volume "$out:$out")
    fi
    for name in postgres_password redis_password; do
        options+=(--volume "$HUB_ROOT/secrets/${bot}_$name:/run/secrets/$name:ro")
    done
    options+=(--volume "$HUB_ROOT/secrets/tokens/${bot}_influx_token:/run/secrets/influx_token:ro"
        --volume "$HUB_ROOT/deploy/bots:$HUB_ROOT/deploy/bots:ro")
    run_beside_the_hub "$bot" "$bot" "${options[@]}" -- "${arguments[@]}" --hub-stores
}

if [[ " $* " != *" --candles"* ]] && hub_runs; then
    test_beside_the_hub "${@:2}"
fi
run_tester
