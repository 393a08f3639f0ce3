package io.tradinghub.guardian.alert;

/// One piece of news about an alert.
public record Notice(Kind kind, Alert alert) {

    /// What happened to the alert since the channel was last told of it.
    public enum Kind {
        BEGAN, LASTS, ENDED,
        /// It began and ended while the channel could not be told.
        CAME_AND_WENT
    }
}
