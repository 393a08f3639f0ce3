package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A bot in mode live enters while a guardian judges, and exits in any case.
final class GuardianWatchTest extends RunnerBench {
    private @Nullable RuntimeException signFault;
    private boolean isJudging = true;

    @Override
    HubMode mode() {
        return HubMode.LIVE;
    }

    @Override
    Optional<String> guardianSign() {
        if (signFault != null) {
            throw signFault;
        }
        // a new judgement every five seconds
        return isJudging ? Optional.of(Long.toString(threads.nanoTime() / 5_000_000_000L)) : super.guardianSign();
    }

    @Test
    void entersOnceTheGuardianWasSeenToJudge() {
        startUp();
        wanted = 0.05;
        quoteFor(Duration.ofSeconds(3));
        assertThat(sent).as("before the first judgement that is new to the bot").isEmpty();
        quoteUntil(() -> fills() == 1);
        assertThat(noted()).isEmpty();
    }

    @Test
    void entersNothingAfterAMinuteOfSilenceButExits() {
        startUp();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        isJudging = false;
        quoteFor(Duration.ofSeconds(75));
        assertThat(statuses.getLast().entriesEndedBy()).contains("GUARDIAN_SILENT");
        assertThat(noted()).containsExactly("the guardian has not been seen to judge for 60 s: no entries");
        wanted = 0.08;
        quoteFor(Duration.ofSeconds(5));
        assertThat(sent).as("no entry").hasSize(1);
        wanted = 0;
        quoteUntil(() -> fills() == 2);
        isJudging = true;
        wanted = 0.05;
        quoteUntil(() -> fills() == 3);
        assertThat(noted()).hasSize(1);
    }

    @Test
    void aMinuteOfSilenceIsBorne() {
        startUp();
        quoteFor(Duration.ofSeconds(25));
        isJudging = false;
        quoteFor(Duration.ofSeconds(48));
        assertThat(statuses.getLast().entriesEndedBy()).isEmpty();
    }

    @Test
    void aSignThatCannotBeReadIsNone() {
        startUp();
        quoteFor(Duration.ofSeconds(25));
        assertThat(statuses.getLast().entriesEndedBy()).isEmpty();
        signFault = new StoreUnavailableException("redis hangs", new IllegalStateException());
        quoteFor(Duration.ofSeconds(75));
        assertThat(statuses.getLast().entriesEndedBy()).contains("GUARDIAN_SILENT");
    }

    @Test
    void aSignThatStandsStillIsOld() {
        isJudging = false;
        guardianSign = Optional.of("1767261600000");
        startUp();
        wanted = 0.05;
        quoteFor(Duration.ofSeconds(75));
        assertThat(sent).isEmpty();
        assertThat(noted()).hasSize(1);
    }

    private List<String> noted() {
        return ledger.events().stream().filter(LedgerEntry.RiskEvent.class::isInstance)
                .map(LedgerEntry.RiskEvent.class::cast).filter(event -> event.rule() == RiskRule.GUARDIAN_SILENT)
                .map(LedgerEntry.RiskEvent::detail).toList();
    }
}
