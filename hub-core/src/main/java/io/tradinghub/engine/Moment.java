package io.tradinghub.engine;

import java.time.Instant;

/// When something was seen, by two clocks.
///
/// @param wallMillis the exchange's time as well as the process knows it, in epoch milliseconds; it may jump
/// @param steadyMillis passes evenly and never goes back; only differences mean something
public record Moment(long wallMillis, long steadyMillis) {

    /// For a clock that never jumps, as in a back-test.
    public static Moment of(long millis) {
        return new Moment(millis, millis);
    }

    public Instant wall() {
        return Instant.ofEpochMilli(wallMillis);
    }
}
