package io.tradinghub.backtest;

import java.time.Instant;

/// `[from, to)` in UTC: the first moment at which an order may leave, and the last close that counts.
public record TestPeriod(Instant from, Instant to) {

    public TestPeriod {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the period must end after it begins, got %s to %s".formatted(from, to));
        }
    }
}
