/// Says what an equity curve and its trades are worth, and how likely that is luck. Start at `EquityStatistics`.
@NullMarked
package io.tradinghub.backtest.statistics;

import org.jspecify.annotations.NullMarked;
