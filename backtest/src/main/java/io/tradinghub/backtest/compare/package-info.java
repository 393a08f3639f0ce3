/// Stored runs beside each other. Start at [io.tradinghub.backtest.compare.CompareMain].
@NullMarked
package io.tradinghub.backtest.compare;

import org.jspecify.annotations.NullMarked;
