package io.tradinghub.db.doors;

/// One thing that somebody tries at a store, and what should come of it.
///
/// @param who whose key is used
/// @param attempt what is tried, for people
/// @param wanted whether it should be let through
/// @param tried tries it; harmless even when it is let through
record Door(String store, String who, String attempt, State wanted, Trial tried) {

    Finding test() {
        try {
            State found = tried.run();
            return new Finding(this, found == wanted, found == State.OPEN ? "open" : "shut");
        } catch (Exception e) { // drivers throw checked and unchecked ones; what is no plain refusal proves nothing
            return new Finding(this, false,
                    "not known: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    enum State {
        OPEN, SHUT
    }

    /// Answers whether the store let it through; throws when neither that nor a refusal came back.
    @FunctionalInterface
    interface Trial {
        State run() throws Exception;
    }

    /// What came of it.
    record Finding(Door door, boolean isGood, String found) {

        @Override
        public String toString() {
            return "%-5s %-8s  %-24s %-44s %s".formatted(isGood ? "ok" : "BAD", door.store, door.who, door.attempt,
                    found);
        }
    }
}
