package io.tradinghub.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stood at `start` when it was made and runs `speed` times as fast as the clock it reads.
public final class ScaledClock implements InstantSource {
    private final InstantSource wall;
    private final Instant wallStart;
    private final Instant start;
    private final double speed;

    public ScaledClock(InstantSource wall, Instant start, double speed) {
        if (!(speed > 0 && speed <= 1e6)) {
            throw new IllegalArgumentException("speed must be above 0 and at most 1000000, got " + speed);
        }
        this.wall = wall;
        this.wallStart = wall.instant();
        this.start = start;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        Duration passed = Duration.between(wallStart, wall.instant());
        return start.plusNanos((long) (passed.toNanos() * speed));
    }
}
