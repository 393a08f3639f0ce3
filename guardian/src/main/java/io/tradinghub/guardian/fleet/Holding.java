package io.tradinghub.guardian.fleet;

import java.math.BigDecimal;

import io.tradinghub.market.InstrumentId;

/// An open position.
///
/// @param quantity signed, in base coin; never zero
public record Holding(InstrumentId instrument, BigDecimal quantity, BigDecimal entryPrice) {}
