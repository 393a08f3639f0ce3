#!/usr/bin/env bash
# fetch candles, mark prices and funding from Bybit for back-tests
#
# usage: ./hub download --symbols LIST --from DAY [--to DAY] [--intervals LIST] [OPTION...]
#
#   --symbols LIST      like BTCUSDT,spot:ETHUSDT; a symbol without category is the perpetual
#   --from, --to DAY    whole days in UTC, like 2025-01-31; --to is not included, and today without it
#   --intervals LIST    lengths of candles, of 1 3 5 15 30 60 120 240 360 720 D; without it 1
#   --requests-per-second N    of the 120 that Bybit allows this address; without it 12, which a hub leaves to people
#   --rest-url URL      another site of Bybit's REST service, or a simulator
#
# Of perpetuals it also fetches the mark price (hours) and the settled funding, of all the trading rules. No key is
# needed. Everything goes into data/candles, where ./hub backtest reads it, with a hub and without. Days that are there
# are not fetched again: ended by Ctrl-C or a failure, the same command goes on. While the hub runs, a container beside it
# does the work; else this needs a JDK 25 and Maven.
#
# Exit code 0: all is there; 1: Bybit did not answer, run it again; 2: it was called wrongly.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/beside.sh
source "$HUB_ROOT/hub.d/lib/beside.sh"
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"
# shellcheck source=hub.d/lib/local.sh
source "$HUB_ROOT/hub.d/lib/local.sh"
help_if_asked "$0" "$@"
(($# > 0)) || fail "download needs --symbols and --from (see --help)"
arguments=(io.tradinghub.backtest.download.DownloadMain --keep-in "$HUB_ROOT/data/candles")
address=$(setting BYBIT_REST_URL)
network=exchange
if uses_simulator; then
    address=http://bybit-sim:8099
    network=data
fi
arguments+=(${address:+--rest-url "$address"} "$@")
if hub_runs; then
    run_beside_the_hub "$(bot_names | head -n 1)" "$network" -- "${arguments[@]}"
fi
# shellcheck disable=SC2034 # run_module reads it
JVM_OPTIONS=(--enable-native-access=ALL-UNNAMED -Dlogback.configurationFile=io/tradinghub/backtest/command/logback.xml)
run_module backtest -- "${arguments[@]}"
