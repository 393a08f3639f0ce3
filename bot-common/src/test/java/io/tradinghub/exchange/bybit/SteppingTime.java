package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Time that passes only in pauses and when the test says so.
final class SteppingTime implements Waiting {
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void pause(Duration pause) {
        if (pause.isPositive()) {
            pauses.add(pause);
            pass(pause);
        }
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    @Override
    public double jitter() {
        return 0.5;
    }
}
