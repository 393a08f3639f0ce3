/// The command that runs back-tests, and the files it reads and writes. Start at
/// [io.tradinghub.backtest.command.BacktestMain].
@NullMarked
package io.tradinghub.backtest.command;

import org.jspecify.annotations.NullMarked;
