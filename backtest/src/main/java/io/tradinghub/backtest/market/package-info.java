/// A market that was read for a back-test, wherever it comes from. Start at [io.tradinghub.backtest.market.MarketData].
@NullMarked
package io.tradinghub.backtest.market;

import org.jspecify.annotations.NullMarked;
