/// How the exchange writes things down: [io.tradinghub.sim.wire.WireDecimals] for numbers,
/// [io.tradinghub.sim.wire.Ticker] for the ticker's fields.
@NullMarked
package io.tradinghub.sim.wire;

import org.jspecify.annotations.NullMarked;
