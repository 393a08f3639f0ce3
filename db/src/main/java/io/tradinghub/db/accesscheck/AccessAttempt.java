package io.tradinghub.db.accesscheck;

/// One thing that somebody tries at a store, and what should come of it.
///
/// @param who whose key is used
/// @param attempt what is tried, for people
/// @param wanted whether it should be let through
/// @param tried tries it; harmless even when it is let through
record AccessAttempt(String store, String who, String attempt, Outcome wanted, Action tried) {

    Result test() {
        try {
            Outcome found = tried.run();
            return new Result(this, found == wanted, found == Outcome.ALLOWED ? "open" : "shut");
        } catch (Exception e) { // drivers throw checked and unchecked ones; what is no plain refusal proves nothing
            return new Result(this, false,
                    "not known: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    enum Outcome {
        ALLOWED, DENIED
    }

    /// Answers whether the store let it through; throws when neither that nor a refusal came back.
    @FunctionalInterface
    interface Action {
        Outcome run() throws Exception;
    }

    /// What came of it.
    record Result(AccessAttempt attempt, boolean isSuccess, String found) {

        @Override
        public String toString() {
            return "%-5s %-8s  %-24s %-44s %s".formatted(isSuccess ? "ok" : "BAD", attempt.store, attempt.who,
                    attempt.attempt,
                    found);
        }
    }
}
