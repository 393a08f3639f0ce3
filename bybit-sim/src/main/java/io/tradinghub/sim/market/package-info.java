/// The markets that the simulator can serve. Start at [io.tradinghub.sim.market.Market] and at the trading history of
/// one instrument, [io.tradinghub.sim.market.Tape].
@NullMarked
package io.tradinghub.sim.market;

import org.jspecify.annotations.NullMarked;
