package io.tradinghub.guardian.halt;

import java.util.OptionalLong;

/// The requests to bots, where the guardian adds its own. One thread.
///
/// Throws [io.tradinghub.market.StoreUnavailableException] when the store does not answer or refuses.
public interface HaltRows {

    /// Asks, unless the same was asked before, or the bot is told to close everything anyway. Flattening is asked only
    /// of a bot that was halted because of the same alert and that nobody has resumed since.
    Answer ask(Halt halt);

    /// Whether the newest request to the bot is that it may enter again.
    boolean isResumed(String bot);

    /// What became of it.
    ///
    /// @param request the number of the request, if one was made
    /// @param isSettled whether asking again would never do anything
    record Answer(OptionalLong request, boolean isSettled) {}
}
