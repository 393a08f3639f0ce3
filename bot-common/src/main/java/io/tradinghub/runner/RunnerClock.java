package io.tradinghub.runner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.tradinghub.engine.Moment;
import io.tradinghub.exchange.ExchangeClock;

/// The clocks a bot goes by: the exchange's, as well as this machine knows it, and a steady one. Any thread may call.
public final class RunnerClock implements InstantSource {
    private final InstantSource local;
    private final InstantSource exchangeTime;
    private final ExchangeClock corrected;
    private final LongSupplier steadyMillis;

    private RunnerClock(InstantSource local, InstantSource exchangeTime, ExchangeClock corrected,
            LongSupplier steadyMillis) {
        this.local = local;
        this.exchangeTime = exchangeTime;
        this.corrected = corrected;
        this.steadyMillis = steadyMillis;
    }

    /// This machine's clock, corrected by the stamps that the exchange puts on what it sends.
    public static RunnerClock corrected(InstantSource local) {
        ExchangeClock corrected = new ExchangeClock(local);
        return new RunnerClock(local, corrected, corrected, () -> System.nanoTime() / 1_000_000);
    }

    /// A clock that is the exchange's own and never jumps, as in a demo or a test.
    public static RunnerClock exact(InstantSource exchangeTime) {
        return new RunnerClock(exchangeTime, exchangeTime, new ExchangeClock(exchangeTime), exchangeTime::millis);
    }

    /// A clock of its own for an account's requests, which the answers correct: market data may come another way.
    ExchangeClock forRequests() {
        return new ExchangeClock(local);
    }

    InstantSource ofThisMachine() {
        return local;
    }

    /// Takes a stamp of the exchange that has just come in.
    void heard(Instant stamp) {
        corrected.heard(stamp.toEpochMilli());
    }

    /// How far this machine's clock and the exchange's stamps are apart.
    Duration difference() {
        return Duration.ofMillis(Math.abs(corrected.localAheadMillis()));
    }

    Moment moment() {
        return new Moment(exchangeTime.millis(), steadyMillis.getAsLong());
    }

    @Override
    public Instant instant() {
        return exchangeTime.instant();
    }
}
