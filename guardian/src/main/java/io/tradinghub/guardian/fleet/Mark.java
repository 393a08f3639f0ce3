package io.tradinghub.guardian.fleet;

import java.math.BigDecimal;
import java.time.Instant;

/// The middle of the newest quote of an instrument.
///
/// @param at by the exchange's clock
public record Mark(BigDecimal price, Instant at) {}
