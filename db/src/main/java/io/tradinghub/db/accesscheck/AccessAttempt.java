package io.tradinghub.db.accesscheck;

/// An action that an account attempts on a store, and its expected outcome.
///
/// @param account whose credentials are used
/// @param description of the action, for the report
/// @param action harmless even if it is allowed
record AccessAttempt(String store, String account, String description, Outcome expected, Action action) {

    Result run() {
        try {
            Outcome outcome = action.run();
            return new Result(this, outcome == expected, outcome == Outcome.ALLOWED ? "allowed" : "denied");
        } catch (Exception e) { // drivers throw checked and unchecked ones; only a denial proves something
            return new Result(this, false,
                    "unknown: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    enum Outcome {
        ALLOWED, DENIED
    }

    /// Returns whether the store allowed or denied the action; throws when it failed otherwise.
    @FunctionalInterface
    interface Action {
        Outcome run() throws Exception;
    }

    /// @param outcome in words
    record Result(AccessAttempt attempt, boolean isExpected, String outcome) {

        @Override
        public String toString() {
            return "%-5s %-8s  %-24s %-44s %s".formatted(isExpected ? "ok" : "BAD", attempt.store, attempt.account,
                    attempt.description, outcome);
        }
    }
}
