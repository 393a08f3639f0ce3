package io.tradinghub.control;

/// How far this bot is with a request.
///
/// @param detail for people
public record ControlProgress(ControlRequest request, State state, String detail) {

    /// The names are those of the ledger's schema.
    public enum State {
        /// The engine has been told.
        TAKEN,
        /// What was asked for holds.
        DONE,
        /// It does not hold and will not; the detail says why.
        FAILED
    }
}
