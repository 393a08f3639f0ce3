package io.tradinghub.exchange.paper;

import static io.tradinghub.exchange.paper.PaperBench.PERP;
import static io.tradinghub.exchange.paper.PaperBench.SPOT;
import static io.tradinghub.exchange.paper.PaperBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.NoSuchOrder;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the paper exchange takes, forgets, remembers of the process before, and does wrong on demand.
final class PaperExchangeTest {
    private final PaperBench bench = PaperBench.flat();

    // ---- the rules of the instrument

    @ParameterizedTest
    @CsvSource({"0.002, 50000, true", "0.001, 50000, false", "0.002, 2500, true", "0.002, 2499.9, false",
            "100, 50000, true", "100.001, 50000, false"})
    void anEntryIsTakenFromTheMinimaToTheMaximumOfItsInstrument(String quantity, String price, boolean isTaken) {
        bench.publish(PaperBench.rules(PERP, "0.001", "0.002"));
        bench.limit(Side.BUY, quantity, price, TimeInForce.GTC);
        assertThat(bench.lastAnswer()).isInstanceOf(isTaken ? Answer.Received.class : Answer.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"50, true", "50.001, false"})
    void aMarketOrderHasAMaximumOfItsOwn(String quantity, boolean isTaken) {
        bench.quote(PERP, 50_000, 50_000, 1);
        bench.market(Side.BUY, quantity);
        assertThat(bench.lastAnswer()).isInstanceOf(isTaken ? Answer.Received.class : Answer.Refused.class);
    }

    @Test
    void aMarketOrderIsWorthTheLastPrice() {
        bench.quote(PERP, 4_999, 5_000, 1);
        bench.market(Side.BUY, "0.001");
        assertThat(bench.lastAnswer()).isInstanceOf(Answer.Refused.class);
        bench.quote(PERP, 5_000, 5_000, 1);
        bench.market(Side.BUY, "0.001");
        assertThat(bench.lastAnswer()).isInstanceOf(Answer.Received.class);
    }

    @Test
    void anExitOfAPerpetualMayBeWorthLessThanTheMinimaAndOneOnSpotMayNot() {
        PaperBench holding = PaperBench.holding("0.01");
        holding.publish(PaperBench.rules(PERP, "0.001", "0.002"));
        holding.quote(PERP, 3_000, 3_000, 1);
        holding.exit(Side.SELL, "0.001");
        assertThat(holding.trades()).containsExactly("0.001 at 3000");
        holding.quote(SPOT, 50_000, 50_000, 1);
        holding.place(holding.order(SPOT, Side.BUY, "0.1", new Terms.Market(), Effect.ANY));
        holding.quote(SPOT, 3_000, 3_000, 1);
        holding.place(holding.order(SPOT, Side.SELL, "0.001", new Terms.Market(), Effect.REDUCE_ONLY));
        assertThat(holding.lastAnswer()).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"0.0155, SELL, 0.0155, true", "-0.0155, BUY, 0.0155, true", "0.0155, SELL, 0.0145, false",
            "0.0155, BUY, 0.0155, false"})
    void aMarketExitClosesAWholePositionWhateverTheStep(String held, Side side, String quantity, boolean isTaken) {
        PaperBench holding = PaperBench.holding(held);
        holding.quote(PERP, 50_000, 50_000, 1);
        holding.exit(side, quantity);
        assertThat(holding.trades()).hasSize(isTaken ? 1 : 0);
        assertThat(holding.lastAnswer()).isInstanceOf(isTaken ? Answer.Received.class : Answer.Refused.class);
    }

    @Test
    void onlyAMarketExitOfAPerpetualMayLeaveTheStep() {
        PaperBench holding = PaperBench.holding("0.0155");
        holding.quote(PERP, 50_000, 50_000, 1);
        List.of(holding.order(PERP, Side.SELL, "0.0155", new Terms.Market(), Effect.ANY),
                holding.order(PERP, Side.SELL, "0.0155", new Terms.Limit(new BigDecimal("50000"), TimeInForce.IOC),
                        Effect.REDUCE_ONLY))
                .forEach(holding::place);
        holding.quote(SPOT, 50_000, 50_000, 1);
        holding.place(holding.order(SPOT, Side.BUY, "1", new Terms.Market(), Effect.ANY));
        holding.told.clear();
        holding.place(holding.order(SPOT, Side.SELL, "0.999", new Terms.Market(), Effect.REDUCE_ONLY));
        holding.place(holding.order(SPOT, Side.BUY, "0.0015", new Terms.Market(), Effect.ANY));
        assertThat(holding.trades()).containsExactly("0.999 at 50000");
    }

    @Test
    void rulesThatArePublishedAnewHold() {
        bench.quote(PERP, 50_000, 50_000, 1);
        bench.publish(PaperBench.rules(PERP, "0.01", "0.01"));
        bench.market(Side.BUY, "0.015");
        bench.market(Side.BUY, "0.02");
        assertThat(bench.trades()).containsExactly("0.02 at 50000");
    }

    @Test
    void whatHappensToAnInstrumentThatIsNotTradedHereChangesNothing() {
        InstrumentId unknown = InstrumentId.linear("XRPUSDT");
        bench.quote(unknown, 1, 1, 1);
        bench.exchange.tradeOtherwise(Origin.MANUAL, unknown, Side.BUY, BigDecimal.ONE);
        PaperBench unpublished = new PaperBench(PaperSettings.DEFAULTS, PaperFaults.NONE,
                PaperBench.found("1", List.of(), Map.of(unknown, BigDecimal.TEN)));
        unpublished.quote(unknown, 1, 1, 1);
        assertThat(bench.told).isEmpty();
        assertThat(unpublished.told).isEmpty();
    }

    // ---- memory

    @Test
    void ordersThatEndedLongerThanAWeekAgoAreForgotten() {
        bench.quote(PERP, 50_000, 50_000.1, 1);
        OrderRequest early = bench.limit(Side.BUY, "0.01", "50001", TimeInForce.IOC);
        OrderRequest resting = bench.limit(Side.BUY, "0.01", "40000", TimeInForce.GTC);
        bench.pass(Duration.ofDays(7));
        bench.limit(Side.BUY, "0.01", "40000", TimeInForce.GTC);
        bench.exchange.lookUp(PERP, early.id(), 1);
        assertThat(bench.lastReport().status()).isEqualTo(OrderStatus.FILLED);
        bench.pass(Duration.ofMillis(1));
        bench.limit(Side.BUY, "0.01", "40000", TimeInForce.GTC);
        bench.exchange.lookUp(PERP, early.id(), 2);
        assertThat(bench.told).endsWith(new NoSuchOrder(early.id(), AbsenceProof.full(2)));
        bench.exchange.lookUp(PERP, resting.id(), 3);
        assertThat(bench.lastReport().id()).isEqualTo(resting.id());
    }

    @Test
    void aResyncTellsOfOrdersThatEndedEarlierFirst() {
        bench.quote(PERP, 50_000, 50_000, 1);
        bench.limit(Side.BUY, "0.03", "49900", TimeInForce.GTC);
        bench.quote(PERP, 49_900, 49_900, 0.01);
        bench.quote(PERP, 50_000, 50_000, 1);
        bench.market(Side.BUY, "0.02");
        bench.market(Side.BUY, "0.04");
        bench.told.clear();
        bench.exchange.resync(bench.clock.instant());
        assertThat(bench.trades()).containsExactly("0.02 at 50000", "0.04 at 50000", "0.01 at 49900");
    }

    @Test
    void anOrderOfTheProcessBeforeEndedWithItAndItsIdIsTaken() {
        OrderRequest before = bench.order(PERP, Side.BUY, "0.05", new Terms.Market(), Effect.ANY);
        PaperBench restarted = new PaperBench(PaperSettings.DEFAULTS, PaperFaults.NONE,
                PaperBench.found("0.02", List.of(new LedgerSnapshot.OpenOrder(before, OrderStatus.PARTIALLY_FILLED,
                        new BigDecimal("0.02"))), Map.of()));
        restarted.quote(PERP, 50_000, 50_000, 1);
        restarted.place(before);
        assertThat(restarted.lastAnswer()).isInstanceOfSatisfying(Answer.Refused.class,
                refused -> assertThat(refused.kind()).isEqualTo(RefusalKind.DUPLICATE));
        restarted.exchange.lookUp(PERP, before.id(), 1);
        restarted.exchange.cancel(PERP, before.id());
        assertThat(restarted.fills()).isEmpty();
        assertThat(restarted.all(NoSuchOrder.class)).isEmpty();
        assertThat(restarted.all(OrderSeen.class)).hasSize(2).allSatisfy(seen -> {
            assertThat(seen.report().status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(plain(seen.report().cumulativeQuantity())).isEqualTo("0.02");
            assertThat(seen.side()).isEqualTo(Side.BUY);
        });
    }

    @Test
    void cancellingAnIdThatTheExchangeNeverHadTellsNothing() {
        bench.exchange.cancel(PERP, new ClientOrderId("bot_1-0abc12xyz-99"));
        assertThat(bench.told).isEmpty();
    }

    @Test
    void cancellingTwiceTellsOneEnd() {
        OrderRequest resting = bench.limit(Side.BUY, "0.01", "40000", TimeInForce.GTC);
        bench.exchange.cancel(PERP, resting.id());
        bench.exchange.cancel(PERP, resting.id());
        assertThat(bench.all(OrderSeen.class)).singleElement()
                .satisfies(seen -> assertThat(seen.report().reason()).isPresent());
    }

    // ---- faults on demand

    /// Treats every order alike.
    private static PaperFaults always(PaperFaults.Fate fate) {
        return new PaperFaults() {
            @Override
            public Fate fateOf(OrderRequest request) {
                return fate;
            }

            @Override
            public void deliver(ExchangeEvent event, ExchangeListener listener) {
                listener.onEvent(event);
            }
        };
    }

    @Test
    void anOrderWhoseAnswerIsLostIsLiveAndOneWhoseRequestIsLostIsNot() {
        PaperBench answerLost = PaperBench.misbehaving(always(PaperFaults.Fate.ANSWER_LOST));
        PaperBench requestLost = PaperBench.misbehaving(always(PaperFaults.Fate.REQUEST_LOST));
        for (PaperBench lost : List.of(answerLost, requestLost)) {
            lost.quote(PERP, 50_000, 50_000, 1);
            lost.market(Side.BUY, "0.01");
            assertThat(lost.lastAnswer()).isInstanceOfSatisfying(Answer.Unknown.class,
                    unknown -> assertThat(unknown.lastArrival()).isEqualTo(lost.clock.instant()));
        }
        assertThat(answerLost.trades()).containsExactly("0.01 at 50000");
        assertThat(requestLost.trades()).isEmpty();
    }

    @Test
    void anOrderThatBreaksTheRulesIsNotLiveAlthoughItsAnswerIsLost() {
        PaperBench lost = PaperBench.misbehaving(always(PaperFaults.Fate.ANSWER_LOST));
        lost.quote(PERP, 50_000, 50_000, 1);
        OrderRequest faulty = lost.market(Side.BUY, "0.0105");
        lost.place(lost.order(InstrumentId.linear("XRPUSDT"), Side.BUY, "1", new Terms.Market(), Effect.ANY));
        lost.exchange.lookUp(PERP, faulty.id(), 1);
        assertThat(lost.fills()).isEmpty();
        assertThat(lost.told).endsWith(new NoSuchOrder(faulty.id(), AbsenceProof.full(1)));
    }

    @Test
    void anOrderThatIsRefusedForNoReasonIsNotLive() {
        PaperBench refusing = PaperBench.misbehaving(always(PaperFaults.Fate.REFUSED));
        refusing.quote(PERP, 50_000, 50_000, 1);
        refusing.market(Side.BUY, "0.01");
        assertThat(refusing.lastAnswer()).isInstanceOf(Answer.Refused.class);
        assertThat(refusing.fills()).isEmpty();
    }

    @Test
    void aReportSaysWhyAnOrderEndedUnfilled() {
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.limit(Side.BUY, "0.01", "50001", TimeInForce.POST_ONLY);
        bench.limit(Side.BUY, "0.01", "49000", TimeInForce.IOC);
        assertThat(bench.all(OrderSeen.class)).extracting(OrderSeen::report)
                .flatExtracting(report -> List.of(report.reason().orElseThrow()))
                .containsExactly("EC_PostOnlyWillTakeLiquidity", "EC_NoImmediateQtyToFill");
        assertThat(bench.all(OrderSeen.class)).extracting(OrderSeen::report).extracting(OrderReport::status)
                .containsOnly(OrderStatus.CANCELLED);
    }
}
