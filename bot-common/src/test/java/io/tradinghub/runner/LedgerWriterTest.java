package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerBooks;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import org.junit.jupiter.api.Test;

final class LedgerWriterTest extends LedgerBooks {
    private final InMemoryLedger ledger = new InMemoryLedger(bot, clock);
    private final LedgerWriter journal = new LedgerWriter(ledger);

    @Test
    void writesWhatWasPutOffInItsOrderAndLeavesSnapshotsOut() {
        journal.commit(market(1, Side.BUY, "0.010"));
        goAway();
        LedgerEntry first = risk("HALTED", "1");
        LedgerEntry fill = fill("e1", 1, Side.BUY, "0.010", "60000");
        assertThat(journal.record(first)).isEqualTo(Recorded.APPLIED);
        journal.record(equity("1000", "0"));
        journal.record(fill);
        assertThat(journal.catchUp()).isEmpty();
        comeBack();
        assertThat(journal.catchUp().orElseThrow().positions()).extracting(Position::quantity)
                .containsExactly(new BigDecimal("0.010"));
        assertThat(ledger.events()).containsExactly(first, fill);
        assertThat(journal.isAway()).isFalse();
    }

    @Test
    void commitsNothingUntilItHasCaughtUp() {
        goAway();
        assertThat(journal.commit(market(1, Side.BUY, "1"))).isFalse();
        comeBack();
        assertThat(journal.commit(market(2, Side.BUY, "1"))).isFalse();
        assertThat(journal.catchUp()).isPresent();
        assertThat(journal.commit(market(3, Side.BUY, "1"))).isTrue();
    }

    @Test
    void writesWhatWasPutOffAtItsEnd() {
        goAway();
        LedgerEntry event = new LedgerEntry.RiskEvent(clock.instant(), "DRAWDOWN", "test", Optional.empty());
        journal.record(event);
        journal.end();
        assertThat(ledger.events()).isEmpty();
        comeBack();
        journal.end();
        assertThat(ledger.events()).containsExactly(event);
    }

    @Override
    protected InMemoryLedger open() {
        return ledger;
    }

    @Override
    protected void replaceHolder() {
        ledger.loseLease();
    }

    @Override
    protected void goAway() {
        ledger.goAway();
    }

    @Override
    protected void comeBack() {
        ledger.comeBack();
    }
}
