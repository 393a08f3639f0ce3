package io.tradinghub.backtest.sweep;

import java.util.Optional;

/// One turn of a walk-forward.
///
/// @param chosen the best set of the days to choose on, and what it did there; empty if none could be judged
/// @param test the same set on the days after them; empty without one: then nothing is traded
record WalkForwardTurn(WalkForward.Window window, Optional<TrialRow> chosen, Optional<Trial> test) {}
