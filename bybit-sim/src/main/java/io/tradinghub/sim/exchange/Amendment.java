package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Optional;

/// What to change of an open order; the absent parts stay.
///
/// @param quantity the new total, not the rest
public record Amendment(Optional<BigDecimal> quantity, Optional<BigDecimal> price, Optional<BigDecimal> triggerPrice,
        Protection protection) {}
