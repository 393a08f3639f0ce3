/// Runs a bot over stored candles: the engine, driver and paper exchange of live trading on another clock. Start at
/// [io.tradinghub.backtest.Backtest].
@NullMarked
package io.tradinghub.backtest;

import org.jspecify.annotations.NullMarked;
