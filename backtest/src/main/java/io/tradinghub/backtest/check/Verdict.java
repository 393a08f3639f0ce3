package io.tradinghub.backtest.check;

/// The answer to a question.
///
/// @param detail what was seen, for people
public record Verdict(Question question, Outcome outcome, String detail) {

    /// What became of it.
    public enum Outcome {
        PASSED, FAILED
    }

    public boolean isPassed() {
        return outcome == Outcome.PASSED;
    }

    /// A bot that does nothing shows nothing.
    static Verdict nothingSeen(Question question) {
        return failed(question, "it did nothing in the period, which shows nothing; choose another period");
    }

    static Verdict passed(Question question, String detail) {
        return new Verdict(question, Outcome.PASSED, detail);
    }

    static Verdict failed(Question question, String detail) {
        return new Verdict(question, Outcome.FAILED, detail);
    }
}
