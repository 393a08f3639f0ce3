/// Candles kept in files that are mapped. Start at [io.tradinghub.backtest.columns.ColumnCache].
@NullMarked
package io.tradinghub.backtest.columns;

import org.jspecify.annotations.NullMarked;
