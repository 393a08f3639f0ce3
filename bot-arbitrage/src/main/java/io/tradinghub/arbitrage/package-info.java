/// Spot against perpetual: [io.tradinghub.arbitrage.ArbitrageBot] decides, [io.tradinghub.arbitrage.ArbitrageSettings]
/// says with which parameters.
@NullMarked
package io.tradinghub.arbitrage;

import org.jspecify.annotations.NullMarked;
