package io.tradinghub.sim.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Market time and real time that only tests advance.
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

    /// Advances both by the same duration.
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
