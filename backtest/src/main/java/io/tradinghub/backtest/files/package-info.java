/// Markets in CSV files. Start at [io.tradinghub.backtest.files.CandleFiles].
@NullMarked
package io.tradinghub.backtest.files;

import org.jspecify.annotations.NullMarked;
