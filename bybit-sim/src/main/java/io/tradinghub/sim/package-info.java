/// A Bybit v5 look-alike on one local port: [io.tradinghub.sim.BybitSim].
@NullMarked
package io.tradinghub.sim;

import org.jspecify.annotations.NullMarked;
