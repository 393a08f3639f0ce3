package io.tradinghub.risk;

/// What the halt switches say.
public enum HaltState {
    RUNNING,
    /// Somebody stopped the hub or this bot: no entries.
    HALTED,
    /// Somebody told the bot to close everything: no entries, resting orders taken back, every position to zero.
    FLATTENING,
    /// The switches cannot be read: no entries, because they may be set.
    UNREADABLE
}
