/// The markets the simulator can show: [io.tradinghub.sim.market.Market] and what one instrument of it trades, the
/// [io.tradinghub.sim.market.Tape].
@NullMarked
package io.tradinghub.sim.market;

import org.jspecify.annotations.NullMarked;
