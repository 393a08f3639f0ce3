package io.tradinghub.engine;

import java.time.Instant;

/// The time that comes with the events, as two clocks: the wall's, which may jump, and a steady one.
///
/// Moments that people and the exchange speak of are the wall's: the age of a price, the day, the time on an order.
/// Whatever the engine waits for goes by the steady clock. A jump of the wall clock is believed after it has lasted for
/// [#BELIEVED_AFTER_MILLIS] of steady time: one event stamped tomorrow changes nothing.
final class EngineTime {
    static final long BELIEVED_AFTER_MILLIS = 10_000;
    /// A clock that is only adjusted moves by less.
    private static final long ADJUSTMENT_MILLIS = 2_000;
    private static final long NONE = Long.MIN_VALUE;
    private boolean started;
    private long wallMillis;
    private long steadyMillis;
    private long startMillis;
    private long doubtedSinceMillis = NONE;
    private long doubtedLead;

    /// Goes on to this moment; answers by how many milliseconds the wall clock jumped when that jump is now believed,
    /// 0 as a rule.
    long advanceTo(long wall, long steady) {
        if (!started) {
            started = true;
            wallMillis = wall;
            steadyMillis = steady;
            startMillis = steady;
            return 0;
        }
        long passed = Math.max(0, steady - steadyMillis);
        steadyMillis += passed;
        long expected = wallMillis + passed;
        long lead = wall - expected;
        if (Math.abs(lead) <= ADJUSTMENT_MILLIS) {
            wallMillis = Math.max(wall, wallMillis);
            doubtedSinceMillis = NONE;
            return 0;
        }
        wallMillis = expected;
        return believe(wall, lead);
    }

    private long believe(long wall, long lead) {
        if (doubtedSinceMillis == NONE || Math.abs(lead - doubtedLead) > ADJUSTMENT_MILLIS) {
            doubtedSinceMillis = steadyMillis;
            doubtedLead = lead;
            return 0;
        }
        if (steadyMillis - doubtedSinceMillis < BELIEVED_AFTER_MILLIS) {
            return 0;
        }
        doubtedSinceMillis = NONE;
        wallMillis = wall;
        return lead;
    }

    /// Whether the wall clock has jumped and the jump is not believed yet.
    boolean isDoubted() {
        return doubtedSinceMillis != NONE;
    }

    long wallMillis() {
        return wallMillis;
    }

    Instant wall() {
        return Instant.ofEpochMilli(wallMillis);
    }

    long steadyMillis() {
        return steadyMillis;
    }

    long millisSinceStart() {
        return steadyMillis - startMillis;
    }
}
