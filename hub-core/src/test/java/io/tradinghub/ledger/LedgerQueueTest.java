package io.tradinghub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.BotId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.order.LedgerEntry.Watermark;
import org.junit.jupiter.api.Test;

class LedgerQueueTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private final InMemoryLedger ledger = new InMemoryLedger(new BotId("bot_1"), () -> START.plusSeconds(7_200));
    private final List<LedgerReply> replies = new ArrayList<>();
    private final LedgerQueue queue = new LedgerQueue(ledger, replies::add);

    /// A day without a snapshot before it is counted from the first: without it a loss of the outage would be no loss.
    @Test
    void theFirstSnapshotOutlastsAnOutageThatBeginsWithTheProcess() {
        ledger.goAway();
        write(snapshot(0, "0"));
        write(snapshot(60, "-40"));
        write(snapshot(120, "-60"));
        assertThat(queue.work()).isFalse();
        ledger.comeBack();
        workOff();
        assertThat(ledger.load().dayOpen()).hasValueSatisfying(
                mark -> assertThat(mark.earned()).isEqualByComparingTo("0"));
    }

    @Test
    void laterSnapshotsAreSkippedInAnOutageAndFactsAreNot() {
        write(snapshot(0, "0"));
        workOff();
        ledger.goAway();
        write(snapshot(60, "-40"));
        write(new Watermark(START.plusSeconds(90)));
        write(snapshot(120, "-60"));
        assertThat(queue.work()).isFalse();
        assertThat(queue.work()).isTrue();
        assertThat(queue.size()).isEqualTo(2);
        ledger.comeBack();
        workOff();
        assertThat(ledger.load().executionsUntil()).contains(START.plusSeconds(90));
        assertThat(ledger.load().peak()).hasValueSatisfying(
                mark -> assertThat(mark.earned()).isEqualByComparingTo("0"));
        assertThat(replies).hasSize(5);
    }

    private void workOff() {
        while (queue.work()) {
            // until nothing waits
        }
    }

    private void write(LedgerEntry entry) {
        queue.submit(new LedgerTask.Write(entry));
    }

    private static EquitySnapshot snapshot(long afterSeconds, String earned) {
        return new EquitySnapshot(START.plusSeconds(afterSeconds), new BigDecimal("10000").add(new BigDecimal(earned)),
                new BigDecimal(earned), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }
}
