package io.tradinghub.local;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Market time of the demo: it starts at a chosen moment and passes a chosen number of times as fast as real time. Any thread may ask.
final class ScaledClock implements InstantSource {
    private final Instant start;
    private final double speed;
    private final LongSupplier nanoTime;
    private final long startNanos;

    /// @param nanoTime a steady real clock in nanoseconds, `System::nanoTime` outside of tests
    ScaledClock(Instant start, double speed, LongSupplier nanoTime) {
        this.start = start;
        this.speed = speed;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos((long) ((nanoTime.getAsLong() - startNanos) * speed));
    }
}
