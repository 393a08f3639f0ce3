package io.tradinghub.recorder.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between attempts: doubled each time up to a bound, each shortened by up to a half so that many sessions do
/// not return at once.
final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
    }

    long nextNanos() {
        long bound = Math.min(most.toNanos(), first.toNanos() << Math.min(failures, 16));
        failures++;
        return bound - (long) (random.nextDouble() * bound / 2);
    }

    void reset() {
        failures = 0;
    }
}
