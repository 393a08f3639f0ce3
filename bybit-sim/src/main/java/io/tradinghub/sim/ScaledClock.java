package io.tradinghub.sim;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// A clock that starts at `start` when it is constructed and runs `speed` times as fast as real time.
///
/// It reads `nanoTime` instead of the wall clock: a step of the wall clock would be multiplied by `speed`.
public final class ScaledClock implements InstantSource {
    private static final int MAX_SPEED = 1_000_000;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Instant start;
    private final double speed;

    public ScaledClock(LongSupplier nanoTime, Instant start, double speed) {
        if (!(speed > 0 && speed <= MAX_SPEED)) {
            throw new IllegalArgumentException(
                    "speed must be above 0 and at most %d, got %s".formatted(MAX_SPEED, speed));
        }
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.start = start;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return start.plusNanos((long) ((nanoTime.getAsLong() - startNanos) * speed));
    }
}
