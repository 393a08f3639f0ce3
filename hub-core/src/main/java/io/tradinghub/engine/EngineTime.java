package io.tradinghub.engine;

import java.time.Instant;

/// The time that comes with the events, as two clocks: the wall's, which may be put back, and a steady one, which
/// stands still meanwhile.
///
/// Moments that people and the exchange speak of are the wall's: the age of a price, the day, the time on an order.
/// Whatever the engine waits for goes by the steady clock, so that no clock that once ran ahead can hold it up.
final class EngineTime {
    /// A clock that is only adjusted goes back by less.
    private static final long ADJUSTMENT_MILLIS = 2_000;

    private boolean started;
    private long wallMillis;
    private long steadyMillis;
    private long startMillis;

    /// Goes on to this moment of the wall clock; answers by how many milliseconds that clock was put back, 0 as a rule.
    long advanceTo(long millis) {
        if (!started) {
            started = true;
            steadyMillis = millis;
            startMillis = millis;
            wallMillis = millis;
            return 0;
        }
        long step = millis - wallMillis;
        wallMillis = millis;
        steadyMillis += Math.max(0, step);
        return step < -ADJUSTMENT_MILLIS ? -step : 0;
    }

    long wallMillis() {
        return wallMillis;
    }

    Instant wall() {
        return Instant.ofEpochMilli(wallMillis);
    }

    /// Agrees with the wall clock at the first event and never goes back.
    long steadyMillis() {
        return steadyMillis;
    }

    long millisSinceStart() {
        return steadyMillis - startMillis;
    }
}
