/// Tries a bot with many sets of settings, and says how much of the best one is luck. Start at
/// [io.tradinghub.backtest.sweep.SweepMain].
@NullMarked
package io.tradinghub.backtest.sweep;

import org.jspecify.annotations.NullMarked;
