package io.tradinghub.bot;

import io.tradinghub.market.InstrumentId;

/// The exposure a bot wants in one instrument: a signed quantity in base coin, and how to get there.
public record Target(InstrumentId instrument, double quantity, Pricing pricing) {

    public Target {
        if (!Double.isFinite(quantity)) {
            throw new IllegalArgumentException(
                    "target of %s must be a finite quantity, got %s".formatted(instrument, quantity));
        }
    }

    /// Reached at once, at the price the market offers within the allowed slippage.
    public static Target now(InstrumentId instrument, double quantity) {
        return new Target(instrument, quantity, Pricing.Cross.INSTANCE);
    }

    /// Reached by an order that rests at this price until it trades or the target changes.
    public static Target at(InstrumentId instrument, double quantity, double limitPrice) {
        return new Target(instrument, quantity, new Pricing.Rest(limitPrice));
    }

    /// How the difference between held and wanted is traded.
    public sealed interface Pricing {

        /// Takes what the book offers, bounded by the engine's slippage limit; what is not filled at once is tried
        /// again.
        enum Cross implements Pricing {
            INSTANCE
        }

        /// Rests at a limit price and never pays a worse one.
        record Rest(double limitPrice) implements Pricing {
            public Rest {
                if (!(limitPrice > 0 && limitPrice < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("limit price must be positive, got %s".formatted(limitPrice));
                }
            }
        }
    }
}
