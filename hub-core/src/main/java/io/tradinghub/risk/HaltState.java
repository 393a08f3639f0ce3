package io.tradinghub.risk;

/// What the halt switches say.
public enum HaltState {
    RUNNING,
    /// Somebody stopped the hub or this bot: no entries.
    HALTED,
    /// The switches cannot be read: no entries either, because they may be set.
    UNREADABLE
}
