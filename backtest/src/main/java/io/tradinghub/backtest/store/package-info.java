/// Markets in the stores of the hub. Start at [io.tradinghub.backtest.store.HubMarket].
@NullMarked
package io.tradinghub.backtest.store;

import org.jspecify.annotations.NullMarked;
