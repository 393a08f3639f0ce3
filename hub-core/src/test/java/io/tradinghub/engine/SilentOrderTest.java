package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long an order may be silent before it is asked about, and what is concluded when the exchange knows nothing.
final class SilentOrderTest {
    /// A request is on its way for up to 10 s.
    private final Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), EngineSettings.DEFAULTS,
            RiskLimits.DEFAULTS, PaperFaults.NONE);

    private OrderRequest sent(Target target) {
        bench.pass(Duration.ofSeconds(11));
        bench.isHeard = false;
        bench.bot.wish(target);
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        bench.commands.clear();
        return bench.placed().getLast();
    }

    private void absent(OrderRequest order) {
        bench.hear(new ExchangeEvent.NoSuchOrder(order.id(), AbsenceProof.full(bench.moment().steadyMillis())));
    }

    private boolean isUnderWay() {
        return bench.engine.isEntering();
    }

    private void isAskedAboutAfter(long millis) {
        int before = bench.lookUps().size();
        bench.pass(Duration.ofMillis(millis - 1));
        assertThat(bench.lookUps()).as("after %d ms", millis - 1).hasSize(before);
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.lookUps()).as("after %d ms", millis).hasSize(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"SENT,5000", "RECEIVED,5000", "UNANSWERED,2000", "LIVE,5000", "PARTLY,5000", "ENDED_BEFORE_FILL,2000"})
    void anOrderThatCrossesTheSpreadIsAskedAboutSoonAndThenEveryTwoSeconds(String last, long millis) {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        switch (last) {
            case "RECEIVED" -> bench.hear(Told.received(bench, order));
            case "UNANSWERED" -> {
                bench.hear(Told.unanswered(order, Told.now(bench)));
                assertThat(bench.lookUps()).as("asked about at once").hasSize(1);
            }
            case "LIVE" -> bench.hear(Told.seen(bench, order, OrderStatus.ACCEPTED, "0"));
            case "PARTLY" -> bench.hear(Told.executed(bench, order, "x", "0.01"));
            case "ENDED_BEFORE_FILL" -> bench.hear(Told.seen(bench, order, OrderStatus.FILLED, "0.05"));
            case "SENT" -> assertThat(bench.lookUps()).isEmpty();
            case String other -> throw new IllegalArgumentException(other);
        }
        isAskedAboutAfter(millis);
        isAskedAboutAfter(2_000);
        isAskedAboutAfter(2_000);
    }

    @Test
    void anOrderThatRestsIsAskedAboutOnceAMinuteInCaseAReportWasLost() {
        bench.pass(Duration.ofSeconds(11));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.isHeard = false;
        bench.bot.wish(Target.at(PERP, 0, 55_000));
        bench.quote(PERP, 50_000, 10);
        bench.commands.clear();
        OrderRequest exit = bench.placed().getLast();
        assertThat(exit.rests()).isTrue();
        bench.hear(Told.seen(bench, exit, OrderStatus.ACCEPTED, "0"));
        isAskedAboutAfter(60_000);
    }

    @Test
    void anOrderMayArriveUntilTheMomentThatTheRequestNamed() {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.pass(Duration.ofSeconds(5));
        bench.hear(Told.unanswered(order, Told.now(bench).plusSeconds(9)));
        bench.pass(Duration.ofMillis(8_999));
        absent(order);
        bench.pass(Duration.ofMillis(1));
        absent(order);
        bench.pass(Duration.ofMillis(1_999));
        absent(order);
        assertThat(isUnderWay()).as("only one look-up counts").isTrue();
        bench.pass(Duration.ofMillis(1));
        absent(order);
        assertThat(isUnderWay()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"3600,10000", "-3600,5000"})
    void aMomentThatCannotBeIsNotBelieved(long seconds, long believedAfterMillis) {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.pass(Duration.ofSeconds(5));
        bench.hear(Told.unanswered(order, Told.now(bench).plusSeconds(seconds)));
        bench.pass(Duration.ofMillis(believedAfterMillis));
        absent(order);
        bench.pass(Duration.ofSeconds(2));
        absent(order);

        assertThat(isUnderWay()).isFalse();
    }

    @Test
    void aReceivedOrderIsForgottenAfterADayOfAbsenceAndNoEarlier() {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.hear(Told.received(bench, order));
        bench.pass(Duration.ofSeconds(10));
        absent(order);
        bench.pass(Duration.ofHours(24).minusMillis(1));
        bench.hear(Told.holds(bench, PERP, "0"));
        absent(order);
        assertThat(isUnderWay()).isTrue();
        bench.pass(Duration.ofMillis(1));
        absent(order);
        assertThat(isUnderWay()).isFalse();
        assertThat(bench.ledger.status(order.id())).isEqualTo(OrderStatus.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource({"900000,false", "900001,true"})
    void theAccountMustHaveAgreedWithinAQuarterOfAnHour(long agoMillis, boolean isUnderWay) {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.hear(Told.received(bench, order));
        bench.pass(Duration.ofSeconds(10));
        absent(order);
        bench.pass(Duration.ofHours(25));
        bench.hear(Told.holds(bench, PERP, "0"));
        bench.pass(Duration.ofMillis(agoMillis));
        absent(order);

        assertThat(isUnderWay()).isEqualTo(isUnderWay);
    }

    @ParameterizedTest
    @CsvSource({"REPORT", "EXECUTION"})
    void anOrderThatWasHeardOfInBetweenWasNotAbsentForADay(String heard) {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.hear(Told.received(bench, order));
        bench.pass(Duration.ofSeconds(10));
        absent(order);
        bench.pass(Duration.ofHours(12));
        bench.hear(heard.equals("REPORT")
                ? Told.seen(bench, order, OrderStatus.ACCEPTED, "0")
                : Told.executed(bench, order, "x", "0.01"));
        bench.pass(Duration.ofHours(13));
        bench.hear(Told.holds(bench, PERP, heard.equals("REPORT") ? "0" : "0.01"));
        absent(order);

        assertThat(isUnderWay()).isTrue();
    }

    @Test
    void whatAnUnansweredOrderOfAnEarlierStartHadTradedIsKeptWhenItIsGone() {
        OrderRequest left = new OrderRequest(
                ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(60), 7), 1), PERP, Side.BUY,
                new BigDecimal("0.05"), new Terms.Market(), Effect.ANY, Bench.START);
        for (String filled : List.of("0", "0.02")) {
            EngineAlone alone = new EngineAlone(new FoundLedger().openOrders(
                    List.of(new LedgerSnapshot.OpenOrder(left, OrderStatus.UNKNOWN, new BigDecimal(filled))))
                    .snapshot(), PERP);
            alone.pass(Duration.ofSeconds(10));
            alone.hear(new ExchangeEvent.NoSuchOrder(left.id(), AbsenceProof.full(alone.now().steadyMillis())));
            alone.pass(Duration.ofSeconds(2));
            alone.hear(new ExchangeEvent.NoSuchOrder(left.id(), AbsenceProof.full(alone.now().steadyMillis())));

            assertThat(alone.commands).filteredOn(EngineCommand.Remember.class::isInstance)
                    .extracting(command -> ((EngineCommand.Remember) command).entry())
                    .filteredOn(LedgerEntry.Conclusion.class::isInstance).singleElement()
                    .satisfies(entry -> {
                        assertThat(((LedgerEntry.Conclusion) entry).report().status()).isEqualTo(
                                filled.equals("0") ? OrderStatus.REJECTED : OrderStatus.CANCELLED);
                        assertThat(((LedgerEntry.Conclusion) entry).report().cumulativeQuantity())
                                .isEqualByComparingTo(filled);
                    });
        }
    }

    @Test
    void aConclusionLetsTheExchangeTellOnceWhatIsHeld() {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.pass(Duration.ofSeconds(10));
        absent(order);
        bench.pass(Duration.ofSeconds(2));
        absent(order);
        assertThat(isUnderWay()).isFalse();
        bench.commands.clear();
        bench.pass(Duration.ofMillis(9_999));
        assertThat(resyncs()).isZero();
        bench.pass(Duration.ofMillis(1));
        assertThat(resyncs()).isEqualTo(1);
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        for (int second = 0; second < 299; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(resyncs()).isEqualTo(1);
    }

    private long resyncs() {
        return bench.commands.stream().filter(EngineCommand.Resync.class::isInstance).count();
    }

    @Test
    void anExecutionThatTheExchangeToldOfIsMissingAfterAMinuteAndSaidSoOnce() {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.hear(Told.seen(bench, order, OrderStatus.CANCELLED, "0.03"));
        bench.hear(Told.executed(bench, order, "x", "0.01"));
        for (int second = 2; second < 60; second += 2) {
            bench.pass(Duration.ofSeconds(2));
        }
        assertThat(bench.announced()).doesNotContain(RiskRule.EXECUTION_MISSING);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.announcements()).filteredOn(event -> event.rule() == RiskRule.EXECUTION_MISSING)
                .singleElement().extracting(RiskEvent::value).satisfies(
                        missing -> assertThat(missing.orElseThrow()).isEqualByComparingTo("0.02"));
        bench.commands.clear();
        for (int second = 0; second < 12; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.announced()).doesNotContain(RiskRule.EXECUTION_MISSING);
        assertThat(resyncs()).as("the account settles it").isPositive();
        assertThat(isUnderWay()).isTrue();
    }

    @Test
    void anOverdueExecutionThatComesAfterAllIsBookedAndTheOrderIsDone() {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.hear(Told.seen(bench, order, OrderStatus.CANCELLED, "0.03"));
        for (int second = 0; second < 70; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        bench.hear(Told.executed(bench, order, "a", "0.01"));
        assertThat(isUnderWay()).isTrue();
        bench.hear(Told.executed(bench, order, "b", "0.02"));

        assertThat(isUnderWay()).isFalse();
        assertThat(bench.held(PERP)).isEqualTo(0.03);
    }

    @Test
    void anExecutionThatIsStillOnItsWayIsNotGivenUpBecauseTheAccountAgrees() {
        OrderRequest order = sent(Target.now(PERP, 0.05));
        bench.hear(Told.seen(bench, order, OrderStatus.CANCELLED, "0.03"));
        bench.hear(Told.holds(bench, PERP, "0"));

        assertThat(isUnderWay()).isTrue();
    }

    @Test
    void theThirdExitInARowThatNeverArrivedIsAnnounced() {
        bench.pass(Duration.ofSeconds(11));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 50_000, 10);
        for (int time = 1; time <= 3; time++) {
            OrderRequest exit = bench.placed().getLast();
            assertThat(exit.isEntry()).isFalse();
            bench.hear(Told.refused(exit, RefusalKind.DUPLICATE));
            assertThat(bench.announced()).doesNotContain(RiskRule.EXIT_FAILING);
            conclude(exit);
        }
        assertThat(bench.announcements()).filteredOn(event -> event.rule() == RiskRule.EXIT_FAILING).singleElement()
                .extracting(RiskEvent::detail).asString()
                .startsWith("0.050 linear:BTCUSDT cannot be reduced, last for: the exchange has no such order");
    }

    /// Nothing is known of the exit wherever one asks, while later exits that overtake it come to nothing too.
    private void conclude(OrderRequest exit) {
        int before = bench.placed().size();
        bench.pass(Duration.ofSeconds(10));
        absent(exit);
        bench.pass(Duration.ofSeconds(2));
        absent(exit);
        for (int second = 0; second < 5 && bench.placed().size() == before; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
    }
}
