package io.tradinghub.control;

import io.tradinghub.risk.HaltState;

/// The newest word on whether a bot, or every bot, may trade.
///
/// @param state never [HaltState#UNREADABLE]
/// @param requestId the request that said so, or [#NO_REQUEST]
public record HaltOrder(HaltState state, long requestId) {
    /// Of a halt that was given while PostgreSQL was away: newer than every request.
    public static final long NO_REQUEST = Long.MAX_VALUE;

    public HaltOrder {
        if (state == HaltState.UNREADABLE) {
            throw new IllegalArgumentException("nobody orders " + state);
        }
    }

    boolean halts() {
        return state != HaltState.RUNNING;
    }
}
