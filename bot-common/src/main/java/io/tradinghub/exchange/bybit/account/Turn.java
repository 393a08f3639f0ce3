package io.tradinghub.exchange.bybit.account;

import java.time.Duration;

import io.tradinghub.exchange.bybit.Lane;

/// How a request waits until it may leave.
///
/// @param longest how long it may wait; it never leaves afterwards
record Turn(Lane lane, Duration longest) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// For a request that is as good when it leaves late.
    static Turn of(Lane lane) {
        return new Turn(lane, PATIENCE);
    }
}
