package io.tradinghub.sim.exchange;

import java.math.BigDecimal;

/// The condition that turns a conditional order into an active one.
public record Trigger(BigDecimal price, Direction direction, By by) {

    public enum Direction {
        /// Fires once the price is at the trigger or above.
        RISES,
        /// Fires once the price is at the trigger or below.
        FALLS
    }

    /// The price that is watched.
    public enum By {
        LAST_PRICE, MARK_PRICE, INDEX_PRICE;

        BigDecimal of(Venue.Prices prices) {
            return switch (this) {
                case LAST_PRICE -> prices.last();
                case MARK_PRICE -> prices.mark();
                case INDEX_PRICE -> prices.index();
            };
        }
    }

    boolean firesAt(BigDecimal watched) {
        return switch (direction) {
            case RISES -> watched.compareTo(price) >= 0;
            case FALLS -> watched.compareTo(price) <= 0;
        };
    }

    Trigger at(BigDecimal other) {
        return new Trigger(other, direction, by);
    }
}
