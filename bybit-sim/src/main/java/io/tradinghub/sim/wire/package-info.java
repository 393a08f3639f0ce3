/// Bybit's wire format: [io.tradinghub.sim.wire.WireDecimals] formats numbers, [io.tradinghub.sim.wire.Ticker] fills
/// the ticker fields.
@NullMarked
package io.tradinghub.sim.wire;

import org.jspecify.annotations.NullMarked;
