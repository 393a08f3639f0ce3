package io.tradinghub.sim.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Market time and real time that move when told.
final class ManualTime implements InstantSource {
    private Instant market;
    private long realNanos;

    ManualTime(Instant market) {
        this.market = market;
    }

    void passMarket(Duration time) {
        market = market.plus(time);
    }

    void passReal(Duration time) {
        realNanos += time.toNanos();
    }

    /// Both run alike.
    void pass(Duration time) {
        passMarket(time);
        passReal(time);
    }

    long nanos() {
        return realNanos;
    }

    @Override
    public Instant instant() {
        return market;
    }
}
