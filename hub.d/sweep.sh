#!/usr/bin/env bash
# try a bot with many sets of settings on stored candles, and say how much of the best is luck
#
# usage: ./hub sweep BOT --vary NAME=VALUES... --out FOLDER [--candles FILE...] [OPTION...]
#
#   BOT                    a bot of docker-compose.yml; its settings come from deploy/bots/
#   --vary NAME=8..64:8    tries this setting from 8 to 64 in steps of 8; without a step, in steps of 1
#   --vary NAME=5,15,60    tries these values; as many --vary as you like: every combination is a set
#   --sobol N              draws N sets, spread evenly, instead of trying every combination
#   --seed S               draws others; equal seeds draw equal sets; without it 1
#   --objective NAME       what is best: sharpe (without it), sortino, calmar, net or profit_factor
#   --walk-forward 90d/30d chooses the best set on 90 days, trades it on the next 30, and goes on by as much: the way to
#                          learn what choosing brings; takes as many more trials as there are turns
#   --jobs N               trials at once; without it one for each core
#   --resume               goes on with the sweep in FOLDER; nothing is run twice
#   --out FOLDER           writes every trial to sweep.sqlite there the moment it ends, and sweep.html and sweep.csv at the
#                          end
#
# Without --candles it takes what ./hub download or an earlier ./hub backtest has kept in data/candles, from --from on.
#
# Sets that the bot does not accept are counted and not tried; one that cannot run is a row that says why. Without --from
# and --to all whole days are tested that every set has its warm-up for. The other options are those of ./hub backtest.
# Ctrl-C ends it; every trial that has ended is kept. An interrupted sweep, gone on with, gives what an undisturbed one
# gives, whatever --jobs says.
#
# docs/sweeps.md says how to read the result. Exit code 0: it ran; 1: its file was lost; 2: it was called wrongly, or
# candles or funding are missing; 130: it was stopped.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/backtest.sh
source "$HUB_ROOT/hub.d/lib/backtest.sh"
help_if_asked "$0" "$@"

[[ -n ${1:-} && $1 != -* ]] || fail "sweep needs a bot first: ./hub sweep BOT --candles FILE... --vary NAME=VALUES... (see --help)"
tester_arguments io.tradinghub.backtest.sweep.SweepMain "$@"
run_tester
