package io.tradinghub.runner;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.Moment;
import io.tradinghub.preflight.Check;
import io.tradinghub.preflight.PreflightReport;
import io.tradinghub.preflight.Topic;
import io.tradinghub.risk.RiskRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends entries until the account has passed its checks, and whenever one fails later. Once they have passed, no answer
/// changes nothing. The bot's thread only.
final class AccountVerdict {
    private static final Logger LOG = LoggerFactory.getLogger(AccountVerdict.class);
    private final EngineDriver driver;
    private State state = State.OPEN;
    private Set<Topic> announced = Set.of();
    private Optional<String> lack = Optional.empty();

    private enum State {
        /// The checks have not been answered yet.
        OPEN, PASSED, FAILED
    }

    AccountVerdict(EngineDriver driver) {
        this.driver = driver;
    }

    /// Before the first event of a bot that has an account.
    void begin(Moment now) {
        wait("the account: it has not been checked yet", now);
    }

    /// What is waited for, for people.
    Optional<String> lack() {
        return lack;
    }

    /// @throws io.tradinghub.settings.SettingsException when the account turns out to be another's
    void heard(PreflightReport report, Moment now) {
        if (report.isForeign()) {
            throw AccountGate.refusal(report);
        }
        if (!report.failed().isEmpty()) {
            fail(report.failed(), now);
        } else if (report.hasPassed()) {
            pass(report.notes(), now);
        } else if (state == State.OPEN) {
            wait("the account: " + PreflightReport.line(report.unanswered()), now);
        }
    }

    private void wait(String reason, Moment now) {
        lack = Optional.of(reason);
        block(lack, now);
    }

    private void pass(List<Check> notes, Moment now) {
        if (state != State.PASSED) {
            LOG.atInfo().log("the account has passed its checks");
            notes.forEach(note -> LOG.atWarn().addKeyValue("check", note.topic())
                    .addKeyValue("found", note.explanation()).log("worth knowing about the account"));
            lack = Optional.empty();
            announced = Set.of();
            block(lack, now);
        }
        state = State.PASSED;
    }

    private void fail(List<Check> failed, Moment now) {
        String reason = PreflightReport.line(failed);
        Set<Topic> topics = failed.stream().map(Check::topic).collect(Collectors.toSet());
        lack = Optional.empty();
        block(Optional.of(reason), now);
        if (!topics.equals(announced)) {
            announced = topics;
            driver.on(new EngineEvent.Noted(RiskRule.PREFLIGHT_FAILED, reason + "; no entries", now));
        }
        state = State.FAILED;
    }

    private void block(Optional<String> reason, Moment now) {
        driver.on(new EngineEvent.EntriesBlocked(RiskRule.PREFLIGHT_FAILED, reason, now));
    }
}
