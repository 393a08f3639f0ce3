/// The private half of the exchange, without sockets and without a clock: [io.tradinghub.sim.exchange.Exchange] holds
/// accounts, orders and positions, and matches orders against the market's book at the times that its caller gives.
@NullMarked
package io.tradinghub.sim.exchange;

import org.jspecify.annotations.NullMarked;
