package io.tradinghub.bot;

import java.util.OptionalDouble;

import io.tradinghub.market.InstrumentId;

/// The exposure a bot wants in one instrument: a signed quantity in base coin, how to get there, and where to stop.
///
/// @param stopPrice where the exchange closes a perpetual position while the bot is gone, in quote coin; empty where
///         the strategy knows none. The engine keeps it at the exchange and moves it when it moves.
public record Target(InstrumentId instrument, double quantity, Pricing pricing, OptionalDouble stopPrice) {
    private static final double MAX_PRICE = Double.POSITIVE_INFINITY;

    public Target {
        if (stopPrice.isPresent() && !(stopPrice.getAsDouble() > 0 && stopPrice.getAsDouble() < MAX_PRICE)) {
            throw new IllegalArgumentException(
                    "stop of %s must be a positive price, got %s".formatted(instrument, stopPrice.getAsDouble()));
        }
        if (!Double.isFinite(quantity)) {
            throw new IllegalArgumentException(
                    "target of %s must be a finite quantity, got %s".formatted(instrument, quantity));
        }
    }

    /// Reached at once, at the price the market offers within the allowed slippage.
    public static Target now(InstrumentId instrument, double quantity) {
        return new Target(instrument, quantity, Pricing.Cross.INSTANCE, OptionalDouble.empty());
    }

    /// Reached by an order that rests at this price until it trades or the target changes.
    public static Target at(InstrumentId instrument, double quantity, double limitPrice) {
        return new Target(instrument, quantity, new Pricing.Rest(limitPrice), OptionalDouble.empty());
    }

    /// The same with a stop at this price; a price that cannot be (NaN while the strategy does not know it) is none.
    public Target stoppedAt(double price) {
        return new Target(instrument, quantity, pricing,
                price > 0 && price < MAX_PRICE ? OptionalDouble.of(price) : OptionalDouble.empty());
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
