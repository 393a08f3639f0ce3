package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the engine makes of each thing that an exchange says of orders, executions and funding.
final class OrderNewsTest {
    private final Bench bench = Bench.trading(PERP, SPOT);

    /// An entry that left and that nothing was heard of.
    private OrderRequest entry() {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        return bench.placed().getLast();
    }

    /// An exit that left and that nothing was heard of.
    private OrderRequest exit() {
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed().getLast().isEntry()).isFalse();
        return bench.placed().getLast();
    }

    /// How long it takes until the next order leaves.
    private long millisToNextOrder() {
        int before = bench.placed().size();
        for (long millis = 0; millis <= 20_000; millis += 250) {
            bench.quote(PERP, 50_000, 10);
            if (bench.placed().size() > before) {
                return millis;
            }
            bench.pass(Duration.ofMillis(250));
        }
        return Long.MAX_VALUE;
    }

    @ParameterizedTest
    @CsvSource({"FIXABLE,1000", "RATE,5000", "NOTHING_TO_REDUCE,1000"})
    void aRefusedEntryIsTriedAgainAfterItsPause(RefusalKind kind, long pause) {
        bench.hear(Told.refused(entry(), kind));
        assertThat(bench.engine.isEntering()).isFalse();
        assertThat(millisToNextOrder()).isEqualTo(pause);
    }

    @ParameterizedTest
    @CsvSource({"FIXABLE", "RATE", "NOTHING_TO_REDUCE", "STOP_TRADING", "FINAL"})
    void aRefusedExitIsTriedAgainAfterASecond(RefusalKind kind) {
        bench.hear(Told.refused(exit(), kind));
        assertThat(millisToNextOrder()).isEqualTo(1_000);
    }

    @Test
    void everyRefusalInARowDoublesThePauseBeforeTheNextEntry() {
        bench.hear(Told.refused(entry(), RefusalKind.FIXABLE));
        for (long pause : new long[]{1_000, 2_000, 4_000, 8_000}) {
            assertThat(millisToNextOrder()).isEqualTo(pause);
            bench.hear(Told.refused(bench.placed().getLast(), RefusalKind.FIXABLE));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,2000", "0.01,1000"})
    void anEntryThatEndedWithoutAFillIsAFailureAndOneWithAFillIsNone(String filled, long pauseAfterTheSecond) {
        for (int number = 0; number < 2; number++) {
            OrderRequest order = number == 0 ? entry() : bench.placed().getLast();
            if (!filled.equals("0")) {
                bench.hear(Told.executed(bench, order, "x" + number, filled));
            }
            bench.hear(Told.seen(bench, order, OrderStatus.CANCELLED, filled));
            assertThat(millisToNextOrder()).isEqualTo(number == 0 ? 1_000 : pauseAfterTheSecond);
        }
    }

    @Test
    void anExitWithNothingToReduceLetsTheExchangeTellWhatIsHeld() {
        OrderRequest exit = exit();
        bench.commands.clear();
        bench.hear(Told.refused(exit, RefusalKind.NOTHING_TO_REDUCE));

        assertThat(bench.commands).anyMatch(EngineCommand.Resync.class::isInstance);
    }

    @Test
    void anExitRefusedForGoodIsTriedOnAndEndsNoEntries() {
        bench.hear(Told.refused(exit(), RefusalKind.FINAL));

        assertThat(bench.announced()).doesNotContain(RiskRule.ENTRY_REFUSED);
        assertThat(millisToNextOrder()).isEqualTo(1_000);
        bench.hear(Told.executed(bench, bench.placed().getLast(), "out", "0.05"));
        bench.bot.wish(Target.now(PERP, 0.03));
        assertThat(millisToNextOrder()).isLessThan(3_000);
        assertThat(bench.placed().getLast().isEntry()).isTrue();
    }

    @Test
    void thatTheAccountMayNotTradeIsAnnouncedOnce() {
        OrderRequest first = entry();
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        OrderRequest second = bench.placed().getLast();
        assertThat(second.instrument()).isEqualTo(SPOT);
        bench.hear(Told.refused(first, RefusalKind.STOP_TRADING));
        bench.hear(Told.refused(second, RefusalKind.STOP_TRADING));

        assertThat(bench.announced()).containsExactly(RiskRule.TRADING_STOPPED);
    }

    @Test
    void aRefusalThatSaysTheIdIsTakenIsAskedAboutAtOnceAndSendsNothing() {
        OrderRequest entry = entry();
        bench.commands.clear();
        bench.hear(Told.refused(entry, RefusalKind.DUPLICATE));

        assertThat(bench.lookUps()).extracting(EngineCommand.LookUp::id).containsExactly(entry.id());
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).containsExactly(entry);
    }

    @ParameterizedTest
    @CsvSource({
            // what the exchange has under the id of an order to buy 0.050 of the perpetual
            "LINEAR,BUY,0.050,true", "LINEAR,BUY,0.05,true", "LINEAR,SELL,0.050,false", "SPOT,BUY,0.050,false",
            "LINEAR,BUY,0.049,false", "LINEAR,BUY,0.051,false"})
    void anEntryIsTheBotsOwnOnlyIfAllOfItIs(String category, Side side, String quantity, boolean isSame) {
        OrderRequest entry = entry();
        bench.hear(has(entry, category.equals("SPOT") ? SPOT : PERP, side, quantity));

        assertThat(bench.announced().contains(RiskRule.DUPLICATE_ID)).isEqualTo(!isSame);
        assertThat(bench.engine.isEntering()).isEqualTo(isSame);
        assertThat(millisToNextOrder()).as("the next has another id, after a pause")
                .isEqualTo(isSame ? Long.MAX_VALUE : 1_000);
    }

    @ParameterizedTest
    @CsvSource({"0.050,true", "0.020,true", "0.051,false"})
    void anExitMayBeSmallerAtTheExchangeThanItWasSent(String quantity, boolean isSame) {
        OrderRequest exit = exit();
        bench.hear(has(exit, PERP, exit.side(), quantity));

        assertThat(bench.announced().contains(RiskRule.DUPLICATE_ID)).isEqualTo(!isSame);
    }

    private ExchangeEvent has(OrderRequest order, InstrumentId instrument, Side side, String quantity) {
        return new ExchangeEvent.OrderSeen(new OrderReport(order.id(), OrderStatus.ACCEPTED, Optional.empty(),
                BigDecimal.ZERO, Optional.empty(), Told.now(bench)), instrument, side, new BigDecimal(quantity));
    }

    @Test
    void fundingIsEarnedOnceHoweverOftenItIsTold() {
        FundingPayment payment = new FundingPayment(new ExecutionId("f"), PERP, new BigDecimal("12.5"),
                new BigDecimal("0.0001"), BigDecimal.ONE, Bench.START);
        for (int time = 0; time < 2; time++) {
            bench.tell(new EngineEvent.ExchangeTold(new ExchangeEvent.FundingPaid(payment), bench.moment()));
            assertThat(bench.engine.account().equity()).isEqualTo(10_012.5);
        }
    }

    @Test
    void anExecutionCountsOnceHoweverOftenItIsTold() {
        OrderRequest entry = entry();
        EngineEvent told = new EngineEvent.ExchangeTold(Told.executed(bench, entry, "x", "0.02"), bench.moment());
        bench.tell(told);
        bench.tell(told);

        assertThat(bench.held(PERP)).isEqualTo(0.02);
    }

    @Test
    void whatIsToldOfOrdersAndInstrumentsThatNobodyKnowsChangesNothing() {
        ClientOrderId unknown = new ClientOrderId("byhand");
        InstrumentId other = InstrumentId.linear("ETHUSDT");
        OrderRequest entry = entry();
        bench.hear(new ExchangeEvent.NoSuchOrder(unknown, AbsenceProof.full(0)));
        bench.hear(new ExchangeEvent.Answered(unknown, new ExchangeEvent.Answer.Refused(RefusalKind.FINAL, "no")));
        bench.hear(Told.stopAt(other, "1000"));
        bench.hear(new ExchangeEvent.OrderSeen(new OrderReport(unknown, OrderStatus.ACCEPTED, Optional.empty(),
                BigDecimal.ZERO, Optional.empty(), Told.now(bench)), PERP, Side.BUY, BigDecimal.ONE));
        bench.tell(new EngineEvent.EntryGivenUp(unknown, bench.moment()));

        assertThat(Told.cancelled(bench)).isEmpty();
        assertThat(bench.announced()).isEmpty();
        assertThat(bench.placed()).containsExactly(entry);
        assertThat(bench.engine.isEntering()).isTrue();
    }

    @Test
    void anExecutionOfAnOrderThatNobodyKnowsIsBookedAndNotAskedAbout() {
        ClientOrderId old = ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(60), 7), 1);
        bench.hear(new ExchangeEvent.Executed(new Fill(new ExecutionId("late"), Optional.of(old), Origin.ORDER, PERP,
                Side.BUY, new BigDecimal("0.01"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"),
                Fill.Liquidity.TAKER, 0, Bench.START)));

        assertThat(bench.held(PERP)).isEqualTo(0.01);
        assertThat(bench.lookUps()).isEmpty();
    }

    @Test
    void anExecutionOrALiveOrderOfALaterStartEndsTheHolder() {
        ClientOrderId later = ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.plusSeconds(30), 1), 1);
        assertThatThrownBy(() -> bench.hear(new ExchangeEvent.Executed(new Fill(new ExecutionId("late"),
                Optional.of(later), Origin.ORDER, PERP, Side.BUY, BigDecimal.ONE, BigDecimal.ONE,
                Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, 0, Bench.START))))
                .isInstanceOf(LeaseLostException.class);
        Bench other = Bench.trading(PERP);
        assertThatThrownBy(() -> other.hear(Told.account(other, Map.of(), Map.of(),
                Told.live(PERP, later)))).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void coinsBoughtSinceTheAccountWasToldMayBeSold() {
        bench.hear(Told.hasCoins(bench, "USDT", "7000"));
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(SPOT, 0));
        bench.quote(SPOT, 50_000, 10);

        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.placed().getLast().quantity()).isEqualByComparingTo("0.049");
    }

    @ParameterizedTest
    @CsvSource({"STOP,the bot trades it again when its strategy wants something else",
            "MANUAL,the bot only reduces what it opened itself until somebody adopts or flattens the position"})
    void whatBecomesOfAPositionThatOthersTradedIsTold(Origin origin, String consequence) {
        bench.quote(PERP, 50_000, 10);
        bench.exchange.tradeOtherwise(origin, PERP, Side.BUY, new BigDecimal("0.03"));
        bench.pass(Duration.ofSeconds(1));

        LedgerEntry.RiskEvent event = bench.announcements().stream()
                .filter(announced -> announced.rule() == RiskRule.FOREIGN_EXECUTION).findFirst().orElseThrow();
        assertThat(event.detail()).endsWith("now 0.03: " + consequence);
        assertThat(event.value().orElseThrow()).isEqualByComparingTo("0.03");
    }

    @Test
    void anOrderThatWasRefusedAndLivesIsAskedBackUntilItIsGone() {
        OrderRequest entry = entry();
        bench.hear(Told.refused(entry, RefusalKind.FIXABLE));
        bench.bot.fallSilent();
        bench.hear(Told.seen(bench, entry, OrderStatus.PARTIALLY_FILLED, "0.02"));
        assertThat(Told.cancelled(bench)).containsExactly(entry.id());
        bench.pass(Duration.ofMillis(4_999));
        assertThat(Told.cancelled(bench)).hasSize(1);
        bench.pass(Duration.ofMillis(1));
        assertThat(Told.cancelled(bench)).as("the first may be lost").hasSize(2);
    }

    @Test
    void aRefusedOrderThatEndedAllTheSameIsNotAskedBack() {
        OrderRequest entry = entry();
        bench.hear(Told.refused(entry, RefusalKind.FIXABLE));
        bench.hear(Told.seen(bench, entry, OrderStatus.CANCELLED, "0"));

        assertThat(Told.cancelled(bench)).isEmpty();
        assertThat(bench.engine.isEntering()).isFalse();
    }

    @Test
    void anEntryThatNeverLeftIsAskedBackIfItLivesAllTheSame() {
        OrderRequest entry = entry();
        bench.tell(new EngineEvent.EntryGivenUp(entry.id(), bench.moment()));
        assertThat(bench.engine.isEntering()).isFalse();
        bench.bot.fallSilent();
        bench.pass(Duration.ofSeconds(20));
        bench.hear(Told.seen(bench, entry, OrderStatus.ACCEPTED, "0"));

        assertThat(Told.cancelled(bench)).containsExactly(entry.id());
    }

    @ParameterizedTest
    @CsvSource({"NEVER_LEFT", "ID_TAKEN"})
    void whatCameToNothingCountsAsAFailure(String what) {
        entry();
        for (long pause : new long[]{1_000, 2_000, 4_000}) {
            OrderRequest last = bench.placed().getLast();
            if (what.equals("NEVER_LEFT")) {
                bench.tell(new EngineEvent.EntryGivenUp(last.id(), bench.moment()));
            } else {
                bench.hear(has(last, PERP, Side.SELL, "1"));
            }
            assertThat(millisToNextOrder()).isEqualTo(pause);
        }
    }

    @Test
    void anOrderThatTheExchangeTookAndThatWasTakenBackEndsTheRowOfFailures() {
        bench.isHeard = false;
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.hear(Told.refused(bench.placed().getLast(), RefusalKind.FIXABLE));
        assertThat(millisToNextOrder()).isEqualTo(1_000);
        OrderRequest resting = bench.placed().getLast();
        bench.hear(Told.seen(bench, resting, OrderStatus.ACCEPTED, "0"));
        bench.bot.wish(Target.at(PERP, 0.05, 49_100));
        bench.quote(PERP, 50_000, 10);
        assertThat(Told.cancelled(bench)).containsExactly(resting.id());
        bench.hear(Told.seen(bench, resting, OrderStatus.CANCELLED, "0"));
        assertThat(millisToNextOrder()).isLessThanOrEqualTo(1_000);
        bench.hear(Told.refused(bench.placed().getLast(), RefusalKind.FIXABLE));

        assertThat(millisToNextOrder()).isEqualTo(1_000);
    }

    @Test
    void aConcludedOrderOfAnEarlierStartThatLivesIsAskedBackUntilItIsGone() {
        OrderRequest left = new OrderRequest(
                ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(60), 7), 1), PERP, Side.BUY,
                BigDecimal.ONE, new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, Bench.START);
        EngineAlone alone = new EngineAlone(new FoundLedger().concluded(left).snapshot(), PERP);
        alone.hear(Told.seenAt(Bench.START, left, OrderStatus.ACCEPTED, "0"));
        for (int cancels = 1; cancels <= 3; cancels++) {
            assertThat(alone.commands).filteredOn(new EngineCommand.Cancel(PERP, left.id())::equals)
                    .as("a cancel that was lost is repeated").hasSize(cancels);
            alone.pass(Duration.ofSeconds(5));
        }
    }

    @Test
    void anOrderOfAnEarlierStartThatIsBeingAskedAboutIsNotCancelledBesides() {
        OrderRequest left = new OrderRequest(
                ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(60), 7), 1), PERP, Side.BUY,
                BigDecimal.ONE, new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, Bench.START);
        bench.ledger.commitIntent(left);
        bench.isHeard = false;
        bench.restart();
        bench.hear(Told.account(bench, Map.of(), Map.of(),
                Told.live(PERP, left.id())));

        assertThat(bench.lookUps()).extracting(EngineCommand.LookUp::id).contains(left.id());
        assertThat(Told.cancelled(bench)).isEmpty();
    }

    @Test
    void afterAGapTheReasonWhyAnOldDecisionEntersNothingIsTold() {
        bench.hear(Told.link(bench, LinkState.DOWN));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        bench.pass(Duration.ofSeconds(16));
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.refusals()).containsExactly(RiskRule.LINK_DOWN);
        bench.hear(Told.link(bench, LinkState.UP));
        bench.pass(Duration.ofSeconds(2));

        assertThat(bench.refusals()).containsExactly(RiskRule.LINK_DOWN, RiskRule.STALE_DATA);
    }
}
