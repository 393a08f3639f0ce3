package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerTask;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.Claim;
import io.tradinghub.order.LedgerEntry.Conclusion;
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.LedgerEntry.StopMoved;
import io.tradinghub.order.LedgerEntry.Watermark;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When the ledger counts as away and as back, what goes to the local file meanwhile, and what is compared afterwards.
final class LedgerTrackerTest {
    private static final OrderRequest BUY = new OrderRequest(new ClientOrderId("a"), PERP, Side.BUY, BigDecimal.ONE,
            new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, Bench.START);
    private static final OrderReport REPORT = OrderReport.accepted(BUY.id(), new ExchangeOrderId("x"), Bench.START);
    private static final Fill FILL = Fill.ofOrder(new ExecutionId("f"), BUY, BigDecimal.ONE, BigDecimal.TEN,
            Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, Bench.START);
    private static final FundingPayment FUNDING = new FundingPayment(new ExecutionId("p"), PERP, BigDecimal.ONE,
            BigDecimal.ONE, BigDecimal.ONE, Bench.START);
    private static final Watermark WATERMARK = new Watermark(Bench.START);

    private final List<LedgerTask> tasks = new ArrayList<>();
    private final FakeIntentLog file = new FakeIntentLog(_ -> {
    });
    private final LedgerTracker tracker = new LedgerTracker(tasks::add, file, 500);

    private void written(LedgerEntry entry, Recorded outcome) {
        tracker.replied(new LedgerReply.Written(entry, outcome), 0);
    }

    private static Position bought(InstrumentId instrument) {
        return Position.flat(instrument).apply(FILL);
    }

    @Test
    void aLedgerIsAwayWhenItsOldestTaskHasWaitedForTheDeadline() {
        assertThat(tracker.nextDeadlineMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(tracker.change(10_000)).isEmpty();
        tracker.write(WATERMARK, 1_000);
        tracker.write(REPORT, 1_200);
        assertThat(tracker.nextDeadlineMillis()).isEqualTo(1_500);
        assertThat(tracker.change(1_499)).isEmpty();
        written(WATERMARK, Recorded.APPLIED);
        assertThat(tracker.outstanding()).isEqualTo(1);
        assertThat(tracker.change(1_699)).isEmpty();
        assertThat(tracker.change(1_700)).contains(
                new LedgerTracker.Change.Away("the ledger has not answered for 500 ms"));
        assertThat(tracker.isAway()).isTrue();
        assertThat(tracker.change(1_700)).as("told once").isEmpty();
        assertThat(tracker.nextDeadlineMillis()).isEqualTo(Long.MAX_VALUE);
        written(REPORT, Recorded.APPLIED);
        assertThat(tracker.change(1_800)).contains(new LedgerTracker.Change.Back());
        assertThat(tracker.isAway()).isFalse();
    }

    @Test
    void aLedgerThatSaysItIsAwayIsReadAgainBeforeItCountsAsBack() {
        tracker.write(REPORT, 0);
        tracker.write(FILL, 0);
        tracker.replied(new LedgerReply.WentAway("connection refused"), 1);
        assertThat(tracker.change(1)).contains(new LedgerTracker.Change.Away("connection refused"));
        written(REPORT, Recorded.APPLIED);
        assertThat(tracker.change(2)).as("the fill is still on its way").isEmpty();
        assertThat(tasks).doesNotHaveAnyElementsOfTypes(LedgerTask.Load.class);
        written(FILL, Recorded.APPLIED);
        assertThat(tasks).last().isEqualTo(new LedgerTask.Load());
        assertThat(tracker.change(3)).as("it is being read").isEmpty();
        tracker.replied(new LedgerReply.Loaded(LedgerSnapshot.empty()), 3);
        assertThat(tracker.change(3)).contains(new LedgerTracker.Change.Reloaded(LedgerSnapshot.empty()));
        assertThat(tracker.change(3)).contains(new LedgerTracker.Change.Back());
        assertThat(tracker.change(3)).isEmpty();
        assertThat(tasks).filteredOn(LedgerTask.Load.class::isInstance).hasSize(1);
    }

    @Test
    void aRefusedFactGoesToTheFileAndTheLedgerIsNotBackBeforeTheNextStart() {
        tracker.write(FILL, 0);
        tracker.write(REPORT, 0);
        tracker.replied(new LedgerReply.Refused(new LedgerTask.Write(FILL), "numeric field overflow"), 1);
        assertThat(file.entries).containsExactly(FILL);
        assertThat(tracker.change(1)).containsInstanceOf(LedgerTracker.Change.Away.class);
        assertThat(file.entries).as("what is still on its way is remembered too").containsExactly(FILL, REPORT);
        written(REPORT, Recorded.APPLIED);
        assertThat(tracker.change(2)).isEmpty();
        assertThat(tracker.isAway()).isTrue();
        tracker.compare(List.of(bought(PERP)), LedgerSnapshot.empty());
        assertThat(file.cleared).isZero();
    }

    @Test
    void aFactThatIsRefusedWhenTheLedgerComesBackIsSaid() {
        tracker.write(FILL, 0);
        tracker.replied(new LedgerReply.WentAway("connection refused"), 1);
        assertThat(tracker.change(1)).contains(new LedgerTracker.Change.Away("connection refused"));
        tracker.replied(new LedgerReply.Refused(new LedgerTask.Write(FILL), "numeric field overflow"), 2);
        assertThat(tracker.change(2).orElseThrow()).asString().contains("numeric field overflow");
        assertThat(file.entries).as("it is there already").containsExactly(FILL);
        assertThat(tracker.change(2)).as("told once").isEmpty();
    }

    @Test
    void aLedgerThatKnewAnExecutionAlreadyIsReadAgain() {
        tracker.write(FILL, 0);
        written(FILL, Recorded.UNCHANGED);
        assertThat(tasks).last().isEqualTo(new LedgerTask.Load());
    }

    @Test
    void aLedgerThatKnewAReportAlreadyIsNotReadAgain() {
        tracker.write(REPORT, 0);
        written(REPORT, Recorded.UNCHANGED);
        tracker.write(FILL, 0);
        written(FILL, Recorded.APPLIED);
        assertThat(tasks).doesNotHaveAnyElementsOfTypes(LedgerTask.Load.class);
    }

    @Test
    void whatTheExchangeToldAndALimitPassedGoToTheFileAndWhatTheEngineCountsAnewDoesNot() {
        List<LedgerEntry> told = List.of(REPORT, FILL, FUNDING, new Conclusion(REPORT),
                new RiskEvent("d", Bench.START, RiskRule.DRAWDOWN, "", Optional.of(BigDecimal.ONE)));
        List<LedgerEntry> own = List.of(WATERMARK, new StopMoved(PERP, Optional.empty(), Bench.START),
                new Claim(PERP, Claim.Kind.ADOPTED, Bench.START),
                new RiskEvent("k", Bench.START, RiskRule.HALTED, "", Optional.empty()),
                new EquitySnapshot(Bench.START, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE,
                        BigDecimal.ONE));
        told.forEach(entry -> tracker.write(entry, 0));
        own.forEach(entry -> tracker.write(entry, 0));
        assertThat(file.entries).as("the ledger may still take it").isEmpty();
        assertThat(tracker.change(500)).isPresent();
        assertThat(file.entries).as("what it has not taken when it is away").isEqualTo(told);
        told.forEach(entry -> tracker.write(entry, 500));
        own.forEach(entry -> tracker.write(entry, 500));
        assertThat(file.entries).as("and what comes then").hasSize(10);
        assertThat(tasks).as("the ledger is given everything all the same").hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({"REPORT_BEFORE,1", "REPORT_AFTER,1", "INTENT_AFTER,1", "WATERMARK,0"})
    void theFileIsEmptiedWhenTheLedgerIsBackIfAnythingIsInIt(String what, int cleared) {
        tracker.write(what.equals("REPORT_BEFORE") ? REPORT : WATERMARK, 0);
        assertThat(tracker.change(500)).isPresent();
        switch (what) {
            case "REPORT_AFTER" -> tracker.write(REPORT, 500);
            case "INTENT_AFTER" -> tracker.submit(new LedgerTask.Commit(BUY), 500);
            default -> tracker.write(WATERMARK, 500);
        }
        written(WATERMARK, Recorded.APPLIED);
        written(WATERMARK, Recorded.APPLIED);
        assertThat(tracker.change(501)).contains(new LedgerTracker.Change.Back());
        assertThat(file.cleared).isEqualTo(cleared);

        tracker.write(WATERMARK, 600);
        assertThat(tracker.change(1_100)).isPresent();
        written(WATERMARK, Recorded.APPLIED);
        assertThat(tracker.change(1_101)).isPresent();
        assertThat(file.cleared).as("it is empty already").isEqualTo(cleared);
    }

    @Test
    void anIntentThatIsCommittedWhileTheLedgerAnswersNeedsNoFile() {
        tracker.submit(new LedgerTask.Commit(BUY), 0);
        assertThat(tracker.change(500)).isPresent();
        tracker.replied(new LedgerReply.Committed(BUY), 501);
        assertThat(tracker.change(501)).contains(new LedgerTracker.Change.Back());
        assertThat(file.cleared).isZero();
    }

    @Test
    void aFileThatFailsIsNewsOncePerAbsence() {
        tracker.write(REPORT, 0);
        assertThat(tracker.change(500)).isPresent();
        assertThat(tracker.fileFailed()).isTrue();
        assertThat(tracker.fileFailed()).isFalse();
        written(REPORT, Recorded.APPLIED);
        assertThat(tracker.change(501)).contains(new LedgerTracker.Change.Back());
        assertThat(tracker.fileFailed()).isTrue();
    }

    @Test
    void otherPositionsThanTheLedgersEndTheProcess() {
        tracker.compare(List.of(bought(PERP), Position.flat(SPOT)),
                new FoundLedger().positions(bought(PERP)).snapshot());
        tracker.compare(List.of(bought(PERP)),
                new FoundLedger().positions(bought(PERP), Position.flat(SPOT)).snapshot());
        assertThatThrownBy(() -> tracker.compare(List.of(bought(PERP)), LedgerSnapshot.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine counted 1 of linear:BTCUSDT, the ledger knows 0");
        assertThatThrownBy(() -> tracker.compare(List.of(), new FoundLedger().positions(bought(PERP)).snapshot()))
                .hasMessage("the engine counted 0 of linear:BTCUSDT, the ledger knows 1");
        assertThatThrownBy(() -> tracker.compare(List.of(Position.flat(PERP)),
                new FoundLedger().positions(bought(PERP)).snapshot()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsComparedWhileAnExecutionIsOnItsWayToTheLedgerAndItIsReadAgainThen() {
        tracker.write(FILL, 0);
        tracker.compare(List.of(bought(PERP)), LedgerSnapshot.empty());
        assertThat(tasks).doesNotHaveAnyElementsOfTypes(LedgerTask.Load.class);
        written(FILL, Recorded.APPLIED);
        assertThat(tasks).last().isEqualTo(new LedgerTask.Load());
    }

    @Test
    void executionsThatAreNotOnTheirWayHoldUpNoComparison() {
        tracker.write(REPORT, 0);
        assertThatThrownBy(() -> tracker.compare(List.of(bought(PERP)), LedgerSnapshot.empty()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsWrittenDownAsToldPastAFactThatTheLedgerRefused() {
        tracker.write(FILL, 0);
        tracker.replied(new LedgerReply.Refused(new LedgerTask.Write(FILL), "it cannot be so"), 0);
        tasks.clear();
        tracker.write(WATERMARK, 0);

        assertThat(tasks).isEmpty();
    }

    @Test
    void anAnnouncementThatTheLedgerRefusesEndsNoEntries() {
        LedgerEntry.StopMoved moved = new LedgerEntry.StopMoved(PERP, Optional.empty(), Bench.START);
        tracker.write(moved, 0);
        tracker.replied(new LedgerReply.Refused(new LedgerTask.Write(moved), "it cannot be so"), 0);

        assertThat(tracker.change(0)).isEmpty();
    }
}
