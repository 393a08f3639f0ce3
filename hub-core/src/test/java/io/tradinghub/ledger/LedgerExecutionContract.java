package io.tradinghub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What every [Ledger] promises about executions, stops and conclusions: all that the bot's own orders do not explain.
public abstract class LedgerExecutionContract extends LedgerBooks {

    @Test
    void anExecutionIsBookedWhateverOrderItNames() throws Exception {
        Fill stop = foreign("s1", Origin.STOP, Side.SELL, "0.004");
        try (Ledger ledger = open()) {
            assertThat(ledger.record(fill("e1", 7, Side.BUY, "0.010", "60000"))).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.record(stop)).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.record(stop)).isEqualTo(Recorded.UNCHANGED);
        }
        try (Ledger restarted = open()) {
            Position position = restarted.load().positions().getFirst();
            assertThat(position.quantity()).isEqualByComparingTo("0.006");
            assertThat(position.ownQuantity()).isEqualByComparingTo("0.006");
            assertThat(restarted.load().foreign()).containsEntry(BTC,
                    new LedgerSnapshot.ForeignExecution(Origin.STOP, stop.executedAt()));
        }
    }

    @Test
    void anIntentThatComesAfterItsExecutionsIsWhatTheyMadeOfIt() throws Exception {
        try (Ledger ledger = open()) {
            ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"));
            ledger.record(fill("e2", 1, Side.BUY, "0.006", "60010"));
            ledger.record(fill("e3", 2, Side.BUY, "0.004", "60000"));
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.commitIntent(market(2, Side.BUY, "0.010"));

            LedgerSnapshot.OpenOrder open = ledger.load().openOrders().getFirst();
            assertThat(ledger.load().openOrders()).hasSize(1);
            assertThat(open.request().id()).isEqualTo(id(2));
            assertThat(open.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
            assertThat(open.filledQuantity()).isEqualByComparingTo("0.004");
            ledger.record(fill("e4", 2, Side.BUY, "0.006", "60000"));
            assertThat(ledger.load().openOrders()).isEmpty();
            assertThat(ledger.load().positions().getFirst().quantity()).isEqualByComparingTo("0.020");
        }
    }

    @Test
    void whatAPersonOpenedIsNotTheBotsOwnUntilItIsAdopted() throws Exception {
        try (Ledger ledger = open()) {
            ledger.record(foreign("m1", Origin.MANUAL, Side.BUY, "0.010"));
            assertThat(ledger.load().positions().getFirst().ownQuantity()).isEqualByComparingTo("0");
            ledger.record(new LedgerEntry.Claim(BTC, LedgerEntry.Claim.Kind.ADOPTED, clock.instant()));
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().positions().getFirst().ownQuantity()).isEqualByComparingTo("0.010");
            assertThat(restarted.load().foreign()).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            restarted.record(foreign("m2", Origin.MANUAL, Side.SELL, "0.010"));
            assertThat(restarted.load().foreign()).containsKey(BTC);
        }
    }

    private Fill foreign(String execution, Origin origin, Side side, String quantity) {
        return new Fill(new ExecutionId(execution), Optional.empty(), origin, BTC, side, new BigDecimal(quantity),
                new BigDecimal("60000"), Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.TAKER, 17,
                clock.instant());
    }

    @Test
    void anExecutionThatWasAdoptedBeforeChangesWhatItCostAndNothingElse() throws Exception {
        Fill adopted = foreign("adopted:1", Origin.ADOPTED, Side.BUY, "0.010");
        LedgerEntry late = late("l1", "0.010", adopted);
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(adopted);
            ledger.record(new LedgerEntry.Claim(BTC, LedgerEntry.Claim.Kind.ADOPTED, clock.instant()));
            clock.advance(Duration.ofSeconds(1));
            Position before = ledger.load().positions().getFirst();
            assertThat(ledger.record(late)).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.record(late)).isEqualTo(Recorded.UNCHANGED);
            Position after = ledger.load().positions().getFirst();
            assertThat(after.quantity()).isEqualByComparingTo("0.010");
            assertThat(after.ownQuantity()).isEqualByComparingTo("0.010");
            assertThat(after.openedAt()).isEqualTo(before.openedAt());
            assertThat(after.entryPrice()).isEqualByComparingTo("59000");
            assertThat(after.realisedPnl()).isZero();
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().openOrders()).as("its order is filled").isEmpty();
            assertThat(restarted.load().bookedExecutions()).contains(new ExecutionId("l1"));
            assertThat(restarted.load().adopted()).singleElement().satisfies(known -> {
                assertThat(known.instrument()).isEqualTo(BTC);
                assertThat(known.until()).isEqualTo(adopted.executedAt());
                assertThat(known.price()).isEqualByComparingTo("60000");
            });
        }
    }

    @Test
    void ofAnExecutionThatIsKnownNothingIsTakenBack() throws Exception {
        Fill adopted = foreign("adopted:1", Origin.ADOPTED, Side.BUY, "0.020");
        try (Ledger ledger = open()) {
            ledger.record(fill("l1", 1, Side.BUY, "0.010", "59000"));
            ledger.record(adopted);
            assertThat(ledger.record(late("l1", "0.010", adopted))).isEqualTo(Recorded.UNCHANGED);
            assertThat(ledger.load().positions().getFirst().quantity()).isEqualByComparingTo("0.030");
        }
    }

    private LedgerEntry late(String execution, String quantity, Fill adopted) {
        Fill takenBack = new Fill(new ExecutionId("adopted:" + execution), Optional.empty(), Origin.ADOPTED, BTC,
                Side.SELL, new BigDecimal(quantity), adopted.price(), Fee.inQuote(BigDecimal.ZERO, "USDT"),
                Fill.Liquidity.TAKER, 0, adopted.executedAt());
        return new LedgerEntry.LateExecution(takenBack, fill(execution, 1, Side.BUY, quantity, "59000"));
    }

    @Test
    void aConcludedOrderIsRememberedForADayAndItsLateFillIsBooked() throws Exception {
        OrderRequest request = market(1, Side.BUY, "0.010");
        try (Ledger ledger = open()) {
            ledger.commitIntent(request);
            ledger.record(new LedgerEntry.Conclusion(OrderReport.rejected(id(1), "no such order", clock.instant())));
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().openOrders()).isEmpty();
            assertThat(restarted.load().concludedOrders()).containsExactly(request);
            assertThat(restarted.record(fill("e1", 1, Side.BUY, "0.010", "60000"))).isEqualTo(Recorded.APPLIED);
            assertThat(restarted.load().positions().getFirst().quantity()).isEqualByComparingTo("0.010");
            clock.advance(Duration.ofHours(25));
            assertThat(restarted.load().concludedOrders()).isEmpty();
        }
    }

    @Test
    void aConclusionEndsTheWaitForExecutionsThatNeverCame() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(new OrderReport(id(1), OrderStatus.CANCELLED, Optional.empty(), new BigDecimal("0.004"),
                    Optional.empty(), clock.instant()));
            assertThat(ledger.load().openOrders()).hasSize(1);
            ledger.record(new LedgerEntry.Conclusion(new OrderReport(id(1), OrderStatus.CANCELLED, Optional.empty(),
                    BigDecimal.ZERO, Optional.of("never came"), clock.instant())));
            assertThat(ledger.load().openOrders()).isEmpty();
        }
    }

    @Test
    void theWatermarkNeverGoesBackAndStopsAreKnownAfterARestart() throws Exception {
        Instant until = clock.instant();
        try (Ledger ledger = open()) {
            ledger.record(new LedgerEntry.Watermark(until));
            assertThat(ledger.record(new LedgerEntry.Watermark(until.minusSeconds(5)))).isEqualTo(Recorded.UNCHANGED);
            ledger.record(new LedgerEntry.StopMoved(BTC, Optional.of(new BigDecimal("59000.5")), until));
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().executionsUntil()).contains(until);
            assertThat(restarted.load().stops().get(BTC)).isEqualByComparingTo("59000.5");
            restarted.record(new LedgerEntry.StopMoved(BTC, Optional.empty(), until));
            assertThat(restarted.load().stops()).isEmpty();
        }
    }

    @Test
    void anOrderKeepsItsStop() throws Exception {
        OrderRequest request = new OrderRequest(id(1), BTC, Side.BUY, new BigDecimal("0.010"),
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, Optional.of(new BigDecimal("59000.5")),
                clock.instant());
        try (Ledger ledger = open()) {
            ledger.commitIntent(request);
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().openOrders().getFirst().request()).isEqualTo(request);
        }
    }

    @Test
    void aFeeInAThirdCoinCountsWithItsWorth() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(new Fill(new ExecutionId("e1"), Optional.of(id(1)), Origin.ORDER, BTC, Side.BUY,
                    new BigDecimal("0.010"), new BigDecimal("60000"),
                    Fee.inOther(new BigDecimal("0.5"), "MNT", new BigDecimal("0.36")), Fill.Liquidity.TAKER, 0,
                    clock.instant()));
            assertThat(ledger.load().positions().getFirst().fees()).isEqualByComparingTo("0.36");
        }
    }

    @Test
    void twoEventsOfOneRuleInOneMillisecondAreTwo() throws Exception {
        try (Ledger ledger = open()) {
            assertThat(ledger.record(risk(RiskRule.FOREIGN_EXECUTION, "1"))).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.record(risk(RiskRule.FOREIGN_EXECUTION, "2"))).isEqualTo(Recorded.APPLIED);
        }
    }
}
