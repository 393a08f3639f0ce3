/// Simulates Bybit v5 on one local port. Start at [io.tradinghub.sim.BybitSim].
@NullMarked
package io.tradinghub.sim;

import org.jspecify.annotations.NullMarked;
