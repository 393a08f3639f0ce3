package io.tradinghub.market;

import java.time.Instant;

/// What a perpetual paid at a settlement that is over: the fraction of position value that longs paid shorts; negative
/// when shorts paid.
public record SettledFunding(InstrumentId instrument, double rate, Instant settledAt) {

    public SettledFunding {
        if (!Double.isFinite(rate)) {
            throw new IllegalArgumentException(
                    "settled funding of %s must be a finite fraction, got %s".formatted(instrument, rate));
        }
    }

    /// The settlement that this rate was announced for.
    public static SettledFunding of(FundingRate announced) {
        return new SettledFunding(announced.instrument(), announced.rate(), announced.settlesAt());
    }
}
