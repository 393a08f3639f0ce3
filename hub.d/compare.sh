#!/usr/bin/env bash
# show runs of ./hub backtest beside each other, what differs in their settings first
#
# usage: ./hub compare RUN RUN... [--out FOLDER]
#
#   RUN            a folder that ./hub backtest --out wrote
#   --out FOLDER   writes compare.html there, with the curves
#
# Runs over other candles, another period or other markets are shown, too, and a line above says so: what differs in their
# figures may be the market. Exit code 0: they were compared; 2: there are fewer than two, or one cannot be read.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/backtest.sh
source "$HUB_ROOT/hub.d/lib/backtest.sh"
help_if_asked "$0" "$@"

(($# >= 2)) || fail "compare needs at least two runs: ./hub compare RUN RUN... (see --help)"
run_module backtest -- io.tradinghub.backtest.compare.CompareMain "$@"
