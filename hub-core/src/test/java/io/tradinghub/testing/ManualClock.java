package io.tradinghub.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until the test moves it. Any thread may read it.
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    public ManualClock(Instant start) {
        this.now = start;
    }

    public static ManualClock at(String start) {
        return new ManualClock(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void moveTo(Instant moment) {
        now = moment;
    }

    public void advance(Duration span) {
        now = now.plus(span);
    }
}
