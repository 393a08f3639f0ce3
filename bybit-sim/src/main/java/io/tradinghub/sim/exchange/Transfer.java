package io.tradinghub.sim.exchange;

import java.math.BigDecimal;

/// Coins that were moved between the unified account and its owner's funding account.
public record Transfer(String id, String coin, BigDecimal amount, Direction direction, long millis) {

    public enum Direction {
        /// From the funding account into the unified one.
        IN, OUT
    }
}
