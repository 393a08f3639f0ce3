package io.tradinghub.exchange.bybit.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Computes the delay before each reconnect: doubles it after each failure up to a maximum, and shortens it by a random
/// share of up to one half so that many sessions do not reconnect at once.
final class Backoff {
    private final Duration initial;
    private final Duration max;
    private final RandomGenerator random;
    private int attempts;

    Backoff(Duration initial, Duration max, RandomGenerator random) {
        this.initial = initial;
        this.max = max;
        this.random = random;
    }

    long nextNanos() {
        long bound = Math.min(max.toNanos(), initial.toNanos() << Math.min(attempts, 16));
        attempts++;
        return bound - (long) (random.nextDouble() * bound / 2);
    }

    void reset() {
        attempts = 0;
    }
}
