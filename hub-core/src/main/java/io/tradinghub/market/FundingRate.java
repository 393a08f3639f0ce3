package io.tradinghub.market;

import java.time.Duration;
import java.time.Instant;

/// The funding rate of a perpetual that will be (or was) settled at `settlesAt`: the fraction of position value that
/// longs pay shorts for one `period`; negative when shorts pay.
public record FundingRate(InstrumentId instrument, double rate, Instant settlesAt, Duration period) {

    public FundingRate {
        if (!Double.isFinite(rate)) {
            throw new IllegalArgumentException(
                    "funding rate of %s must be a finite fraction, got %s".formatted(instrument, rate));
        }
    }
}
