#!/usr/bin/env bash
# let bots live through days in which everything goes wrong; needs a JDK 25 and Maven
#
# usage: ./hub simulate [OPTION...]
#
# Whole bots (engine, driver, ledger, exchange) live on virtual time, each from one seed: requests and answers are lost
# or late, orders become visible late, frames come twice, streams break, processes are killed, hang and overlap, the
# ledger goes away or is restored from a backup, clocks step, people halt, flatten and trade by hand. Judged all the
# time: no order arrives twice, no entry takes a position past what was wanted or allowed, no leg of a hedge stands
# alone and no exit is put off for longer than its bound, and at the end exchange, ledger and engine agree. The simulated
# Bybit also liquidates, deleverages, settles funding, fires stops, restarts and cancels orders by itself.
#
#   --seeds A-B        which seeds, or one; without it 1-1000
#   --matching WHERE   what matches the orders: "paper" for one bot, or "bybit" for three bots that trade in one book of
#                      the simulated Bybit and read its JSON as at the real one; without it paper
#   --days N           how many days each lives, 1 to 3650; without it 7
#   --minutes N        ends after N minutes by the clock on the wall, whatever is left
#   --trace            prints what happens in the one seed that --seeds names
#
# A seed that fails is one line with the command that repeats it exactly. The exit code is 0 when none failed, 1 when
# one did, 2 when it was called wrongly.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"
# shellcheck source=hub.d/lib/local.sh
source "$HUB_ROOT/hub.d/lib/local.sh"
help_if_asked "$0" "$@"

run_local -Xmx2g -- simulate "$@"
