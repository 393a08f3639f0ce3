package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.market.InstrumentId;

/// An order as we mean it, before the exchange has said anything. Quantity in base coin and positive; price rules are
/// the instrument's.
public record OrderRequest(ClientOrderId id, InstrumentId instrument, Side side, BigDecimal quantity, Terms terms, Effect effect,
        Instant createdAt) {

    public OrderRequest {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("order %s needs a positive quantity, got %s".formatted(id, quantity));
        }
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
