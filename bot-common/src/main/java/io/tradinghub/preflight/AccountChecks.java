package io.tradinghub.preflight;

import java.time.Duration;

/// The checks of a bot's account, as its runner asks for them. Calls block; one thread at a time.
public interface AccountChecks {
    /// Between checks that all passed.
    Duration DAY = Duration.ofDays(1);
    /// After a check that failed, so that what a person has mended is seen soon.
    Duration AFTER_FAILURE = Duration.ofMinutes(1);
    /// After a check that was not answered.
    Duration AFTER_SILENCE = Duration.ofSeconds(15);

    /// Whether the ledger knows the bot's key as one of the bot's account: then the account is its own, whatever the
    /// exchange does not answer. False when the ledger does not say.
    boolean isKeyKnown();

    /// Asks everything, and makes the account the bot's if it is nobody's.
    PreflightReport check();

    /// How long after this report the account is checked again.
    default Duration pauseAfter(PreflightReport report) {
        if (report.hasPassed()) {
            return DAY;
        }
        return report.failed().isEmpty() ? AFTER_SILENCE : AFTER_FAILURE;
    }
}
