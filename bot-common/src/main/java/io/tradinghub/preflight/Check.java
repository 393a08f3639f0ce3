package io.tradinghub.preflight;

import java.util.Locale;

/// One check of an account.
///
/// @param found what was found, for people
/// @param advice what to do about it, for people; empty when nothing is to be done
public record Check(Topic topic, State state, String found, String advice) {

    /// What came of it.
    public enum State {
        PASSED,
        /// Worth knowing, and no reason to trade less.
        NOTE, FAILED,
        /// The exchange or the ledger did not say.
        NO_ANSWER;

        /// For people, like `no answer`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static Check passed(Topic topic, String found) {
        return new Check(topic, State.PASSED, found, "");
    }

    static Check note(Topic topic, String found, String advice) {
        return new Check(topic, State.NOTE, found, advice);
    }

    static Check noAnswer(Topic topic, String reason) {
        return new Check(topic, State.NO_ANSWER, reason, "");
    }

    /// What is found and what to do, in one line.
    public String explanation() {
        return advice.isEmpty() ? found : found + ": " + advice;
    }
}
