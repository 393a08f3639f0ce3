package io.tradinghub.sim;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// A clock that stood at `start` when it was made and runs `speed` times as fast as real time.
///
/// It reads `nanoTime`, not the wall clock: that may be set back or forward, and every second of it would count `speed`
/// times.
public final class ScaledClock implements InstantSource {
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Instant start;
    private final double speed;

    public ScaledClock(LongSupplier nanoTime, Instant start, double speed) {
        if (!(speed > 0 && speed <= 1e6)) {
            throw new IllegalArgumentException("speed must be above 0 and at most 1000000, got " + speed);
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
