package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.RequestUse;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What a running bot does when the exchange bans its host, and what it shows of its requests.
final class RunnerHostLimitsTest extends RunnerBench {
    private static final Instant END = Instant.parse("2026-01-01T10:10:00.5Z");

    private List<String> announced() {
        return List.copyOf(ledger.events()).stream().filter(LedgerEntry.RiskEvent.class::isInstance)
                .map(LedgerEntry.RiskEvent.class::cast).filter(event -> event.rule() == RiskRule.HOST_BANNED)
                .map(LedgerEntry.RiskEvent::detail).toList();
    }

    @Test
    void aBanIsAnnouncedOnceAndEndsEntriesForItsTimeWhileExitsAreTried() {
        startUp();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        limits.bannedUntil = Optional.of(END);
        quoteUntil(() -> statuses.getLast().entriesEndedBy().equals(Optional.of("HOST_BANNED")));
        limits.bannedUntil = Optional.of(END.plusSeconds(30));
        wanted = 0.1;
        quoteFor(Duration.ofSeconds(5));
        assertThat(sent).hasSize(1);
        wanted = 0;
        quoteUntil(() -> fills() == 2);
        assertThat(announced()).containsExactly("the exchange bans the address of this host until "
                + "2026-01-01T10:10:00Z: no entries, and exits cannot leave");
        limits.bannedUntil = Optional.empty();
        wanted = 0.05;
        quoteUntil(() -> fills() == 3);
        assertThat(announced()).hasSize(1);
    }

    @Test
    void howMuchOfItsShareItUsesIsShownEveryMinute() {
        RequestUse use = new RequestUse(12, Duration.ofSeconds(3), 1, 16);
        limits.use = Optional.of(use);
        startUp();
        quoteFor(Duration.ofSeconds(150));
        assertThat(requests.uses()).containsExactly(use, use, use);
    }

    @Test
    void whereNothingIsCountedNothingIsShown() {
        startUp();
        quoteFor(Duration.ofSeconds(70));
        assertThat(requests.uses()).isEmpty();
    }
}
