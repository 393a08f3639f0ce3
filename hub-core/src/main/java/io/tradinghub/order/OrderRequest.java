package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;

/// An order as the bot means it, before the exchange has said anything. Quantity in base coin and positive; price rules
/// are the instrument's.
///
/// @param stopPrice where the position that this entry opens is to be stopped at the exchange; empty for none
public record OrderRequest(ClientOrderId id, InstrumentId instrument, Side side, BigDecimal quantity, Terms terms,
        Effect effect, Optional<BigDecimal> stopPrice, Instant createdAt) {

    public OrderRequest {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException(
                    "order %s needs a positive quantity, got %s".formatted(id, quantity));
        }
    }

    /// An order without a stop.
    public OrderRequest(ClientOrderId id, InstrumentId instrument, Side side, BigDecimal quantity, Terms terms,
            Effect effect, Instant createdAt) {
        this(id, instrument, side, quantity, terms, effect, Optional.empty(), createdAt);
    }

    /// Whether the order may open or enlarge a position.
    public boolean isEntry() {
        return effect == Effect.ANY;
    }

    /// Whether the order stays in the book until it trades or is cancelled.
    public boolean rests() {
        return switch (terms) {
            case Terms.Market _ -> false;
            case Terms.Limit(_, TimeInForce timeInForce) -> switch (timeInForce) {
                case GTC, POST_ONLY -> true;
                case IOC, FOK -> false;
            };
        };
    }

    /// At which price and for how long.
    public sealed interface Terms {

        /// Whatever the book offers, at once.
        record Market() implements Terms {}

        /// Never worse than `price`.
        record Limit(BigDecimal price, TimeInForce timeInForce) implements Terms {

            public Limit {
                if (price.signum() <= 0) {
                    throw new IllegalArgumentException("limit price must be positive, got %s".formatted(price));
                }
            }
        }
    }

    /// How long a limit order lives. Names are Bybit's.
    public enum TimeInForce {
        /// Rests until it is filled or cancelled.
        GTC,
        /// Fills what it can at once, the rest is cancelled.
        IOC,
        /// Fills as a whole at once or is cancelled.
        FOK,
        /// Rests; cancelled if it would trade at once.
        POST_ONLY
    }

    /// What the order may do to the position.
    public enum Effect {
        /// May open or enlarge it.
        ANY,
        /// May only make it smaller.
        REDUCE_ONLY
    }
}
