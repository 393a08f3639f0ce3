#!/usr/bin/env bash
# kill bots at every moment of an order's life and judge what is left; needs a JDK 25 and Maven
#
# usage: ./hub kill-matrix [OPTION...]
#
# Bots in processes of their own trade on accounts of the simulated exchange through real sockets, on a real PostgreSQL
# and Redis, and are killed with `kill -9`: before and after the intent's commit, before, during and after the request,
# before its answer, between fills, before booking, before the board, while an order is cancelled, a stop is set or the
# account is read; alone, and with faults of stream, REST and stores on top. After every kill the next process gets its
# time. Then no order may have been sent twice, exchange, ledger and board must agree to the last digit, and no position
# may have been without its stop for longer than 60 s while its bot could set one.
#
#   --runs N           how many kills, 1 to 100000; without it 1000
#   --accounts N       how many bots live side by side, 1 to 24; without it 8
#   --seed S           the first run's seed, each further run has the next; without it 1
#
# A bot that ends by itself is told with the last lines of its log; no bot and no server outlives this command.
# A run that fails is one line with the command that repeats its plan; when things happen is up to the machine, so the
# instant is not repeated. At the end comes the table of docs/kill-matrix.md. The exit code is 0 when nothing was wrong,
# 1 when something was, 2 when it was called wrongly.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"
# shellcheck source=hub.d/lib/local.sh
source "$HUB_ROOT/hub.d/lib/local.sh"
help_if_asked "$0" "$@"

run_local -Xmx768m -Dlogback.configurationFile=io/tradinghub/local/kill/logback.xml -- kill-matrix "$@"
