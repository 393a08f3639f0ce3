/// What strategies share: a bot that trades each instrument on its own, how large a position is and what has to be
/// known of an open one. Start at [io.tradinghub.strategy.PerInstrument].
@NullMarked
package io.tradinghub.strategy;

import org.jspecify.annotations.NullMarked;
