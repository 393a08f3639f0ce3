/// Bybit v5. Start at [io.tradinghub.exchange.bybit.BybitMarketData].
@NullMarked
package io.tradinghub.exchange.bybit;

import org.jspecify.annotations.NullMarked;
