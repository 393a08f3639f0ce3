/// How the exchange writes things down: [io.tradinghub.sim.wire.Digits] for numbers, [io.tradinghub.sim.wire.Ticker] for the ticker's fields.
@NullMarked
package io.tradinghub.sim.wire;

import org.jspecify.annotations.NullMarked;
