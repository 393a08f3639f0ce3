package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.market.Instrument;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What the engine does when the exchange's account, connection, clock or rules are not what it thinks.
final class WorldDiffersTest {

    private static Instant now(Bench bench) {
        return Instant.ofEpochMilli(bench.nowMillis());
    }

    private static ExchangeEvent account(Bench bench, String perp, AccountState.LiveOrder... orders) {
        return new ExchangeEvent.AccountSeen(new AccountState(Map.of(PERP, new BigDecimal(perp)), Map.of(),
                List.of(orders), Map.of(), now(bench)));
    }

    private static void goOn(Bench bench, int seconds) {
        for (int second = 0; second < seconds; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
    }

    @Test
    void anAccountThatDiffersTwiceEndsEntriesIsAnnouncedAndNothingIsGuessed() {
        Bench bench = Bench.trading(PERP);
        bench.hear(account(bench, "0.3"));
        assertThat(bench.engine.entriesEnded()).isEmpty();
        bench.isHeard = false;
        bench.hear(account(bench, "0.3"));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.announced()).containsExactly(RiskRule.ACCOUNT_DIFFERS);
        assertThat(bench.held(PERP)).isZero();
        bench.isHeard = true;
        bench.hear(account(bench, "0"));
        goOn(bench, 2);
        assertThat(bench.placed()).hasSize(1);
    }

    @Test
    void aDeadLinkEndsEntriesUntilEverythingMissedIsToldAndLetsExitsLeave() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        goOn(bench, 2);
        bench.hear(new ExchangeEvent.LinkChanged(LinkState.DOWN, now(bench)));
        bench.bot.wish(Target.now(PERP, 0.08));
        goOn(bench, 3);
        assertThat(bench.placed()).hasSize(1);
        bench.bot.wish(Target.now(PERP, 0.02));
        goOn(bench, 3);
        assertThat(bench.held(PERP)).isEqualTo(0.02);
        bench.bot.wish(Target.now(PERP, 0.04));
        bench.hear(new ExchangeEvent.LinkChanged(LinkState.UP, now(bench)));
        goOn(bench, 3);
        assertThat(bench.held(PERP)).isEqualTo(0.04);
    }

    @Test
    void aNewStartTradesOnlyWhenNoRequestOfTheOneBeforeCanArrive() {
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), EngineSettings.DEFAULTS,
                RiskLimits.DEFAULTS, PaperFaults.NONE);
        bench.bot.wish(Target.now(PERP, 0.05));
        goOn(bench, 9);
        assertThat(bench.placed()).isEmpty();
        goOn(bench, 2);
        assertThat(bench.placed()).hasSize(1);
    }

    @Test
    void restingOrdersOfEarlierStartsAreCancelledAndStopsAreNot() {
        Bench bench = Bench.trading(PERP);
        ClientOrderId earlier = ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(500), 1), 4);
        ClientOrderId stop = ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(500), 1), 5);
        bench.hear(account(bench, "0", Told.live(PERP, earlier),
                new AccountState.LiveOrder(PERP, Optional.of(stop), true, Side.SELL, BigDecimal.ONE,
                        OrderRequest.Effect.REDUCE_ONLY),
                Told.live(PERP, new ClientOrderId("byhand"))));
        assertThat(bench.commands).filteredOn(EngineCommand.Cancel.class::isInstance)
                .containsExactly(new EngineCommand.Cancel(PERP, earlier));
    }

    @Test
    void aHolderThatSeesAnOrderOfALaterStartEnds() {
        Bench bench = Bench.trading(PERP);
        ClientOrderId later = ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.plusSeconds(30), 1), 1);
        assertThatThrownBy(() -> bench.hear(new ExchangeEvent.OrderSeen(new OrderReport(later, OrderStatus.ACCEPTED,
                Optional.empty(), BigDecimal.ZERO, Optional.empty(), now(bench)), PERP, Side.BUY, BigDecimal.ONE)))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    void anIdOfAnOlderLedgerIsNoLaterStart() {
        Bench bench = Bench.trading(PERP);
        bench.hear(
                new ExchangeEvent.Executed(new Fill(new ExecutionId("old"), Optional.of(new ClientOrderId("bot_1-7")),
                        Origin.ORDER, PERP, Side.BUY, new BigDecimal("0.01"), new BigDecimal("50000"),
                        Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, 0, now(bench))));
        assertThat(bench.held(PERP)).isEqualTo(0.01);
    }

    @Test
    void oneEventStampedTomorrowChangesNothing() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.09));
        bench.quote(PERP, 50_000, 10);
        bench.quote(PERP, 46_000, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
        bench.tell(new EngineEvent.Tick(new Moment(bench.nowMillis() + Duration.ofDays(1).toMillis(),
                bench.moment().steadyMillis() + 100)));
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 46_000, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
        assertThat(bench.announced()).doesNotContain(RiskRule.CLOCK_STEPPED);
    }

    @Test
    void noEntryLeavesWhileAClockThatJumpedIsNotBelieved() {
        Bench bench = Bench.trading(PERP);
        bench.pass(Duration.ofSeconds(1));
        bench.runAhead(Duration.ofMinutes(5));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.refusals()).containsAnyOf(RiskRule.CLOCK_STEPPED, RiskRule.STALE_DATA);
    }

    @Test
    void aHedgeIsNotJudgedAtALossWhileOneLegsPriceIsOld() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.1), Target.now(PERP, -0.1));
        bench.quote(SPOT, 50_000, 10);
        bench.quote(PERP, 50_000, 10);
        for (int second = 0; second < 120; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000 + 40 * second, 10);
        }
        assertThat(bench.engine.tripped()).isEmpty();
        bench.quote(SPOT, 54_760, 10);
        bench.quote(PERP, 54_760, 10);
        assertThat(bench.engine.tripped()).isEmpty();
    }

    @Test
    void whatDoesNotTradeOrIsQuotedInAnotherCoinTakesNoEntries() {
        Bench bench = Bench.trading(PERP);
        Instrument usual = Bench.instrument(PERP);
        for (Instrument other : List.of(with(usual, "USDT", Instrument.Status.NOT_TRADING, Optional.empty()),
                with(usual, "BTC", Instrument.Status.TRADING, Optional.empty()),
                with(usual, "USDT", Instrument.Status.TRADING, Optional.of(Bench.START.plusSeconds(600))))) {
            bench.tell(new EngineEvent.InstrumentPublished(other, bench.moment()));
            bench.bot.wish(Target.now(PERP, 0.05));
            goOn(bench, 3);
        }
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.refusals()).containsExactly(RiskRule.NOT_TRADING, RiskRule.OTHER_QUOTE_COIN,
                RiskRule.NOT_TRADING);
    }

    private static Instrument with(Instrument usual, String quote, Instrument.Status status,
            Optional<Instant> delivery) {
        return new Instrument(usual.id(), usual.baseCoin(), quote, usual.tickSize(), usual.quantityStep(),
                usual.minQuantity(), usual.minNotional(), usual.maxLimitQuantity(), usual.maxMarketQuantity(),
                Optional.empty(), status, quote, delivery);
    }

    @Test
    void anInstrumentWhoseHistoryIsIncompleteTakesNoEntriesAndTheOthersDo() {
        Bench bench = Bench.trading(PERP, SPOT);
        bench.tell(new EngineEvent.HistoryChanged(PERP, false, bench.moment()));
        bench.bot.wish(Target.now(PERP, 0.05), Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        goOn(bench, 2);
        assertThat(bench.placed()).extracting(OrderRequest::instrument).containsExactly(SPOT);
        bench.tell(new EngineEvent.HistoryChanged(PERP, true, bench.moment()));
        goOn(bench, 2);
        assertThat(bench.held(PERP)).isEqualTo(0.05);
    }

    @Test
    void aFinalRefusalEndsEntriesInTheInstrumentUntilAPersonResumes() {
        Bench bench = Bench.trading(PERP);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0);
        refuse(bench, RefusalKind.FINAL);
        goOn(bench, 120);
        assertThat(bench.placed()).hasSize(1);
        assertThat(bench.announced()).containsExactly(RiskRule.ENTRY_REFUSED);
        bench.halt(HaltState.HALTED);
        bench.halt(HaltState.RUNNING);
        goOn(bench, 2);
        assertThat(bench.placed()).hasSize(2);
    }

    private static void refuse(Bench bench, RefusalKind kind) {
        bench.hear(new ExchangeEvent.Answered(bench.placed().getLast().id(), new Answer.Refused(kind, "no")));
    }

    @Test
    void aLegThatIsRefusedForGoodEndsTheEntriesOfThePair() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.isHeard = false;
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.quote(PERP, 50_050, 10);
        for (OrderRequest order : bench.placed()) {
            bench.hear(new ExchangeEvent.Answered(order.id(), new Answer.Refused(RefusalKind.FINAL, "not allowed")));
        }
        for (int second = 0; second < 300; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.placed()).hasSize(2);
    }

    @Test
    void anAccountThatMayNotTradeEndsAllEntriesUntilAPersonResumes() {
        Bench bench = Bench.trading(PERP, SPOT);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0);
        refuse(bench, RefusalKind.STOP_TRADING);
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        goOn(bench, 5);
        assertThat(bench.placed()).hasSize(1);
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.TRADING_STOPPED);
        bench.halt(HaltState.HALTED);
        bench.halt(HaltState.RUNNING);
        assertThat(bench.engine.entriesEnded()).isEmpty();
    }

    @Test
    void aMissingExecutionBlocksEntriesOnlyUntilTheAccountAgrees() {
        Bench bench = Bench.trading(PERP);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0);
        OrderRequest entry = bench.placed().getLast();
        bench.hear(new ExchangeEvent.OrderSeen(new OrderReport(entry.id(), OrderStatus.CANCELLED, Optional.empty(),
                new BigDecimal("0.02"), Optional.empty(), now(bench)), PERP, entry.side(), entry.quantity()));
        goOn(bench, 70);
        assertThat(bench.announced()).contains(RiskRule.EXECUTION_MISSING);
        assertThat(bench.placed()).hasSize(1);
        bench.hear(account(bench, "0"));
        goOn(bench, 3);
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.ledger.load().openOrders()).hasSize(1);
    }

    @Test
    void aPositionWithoutAStopOfItsStrategyHasOneOfTheEnginesAtOnceAndSaysSo() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMillis(100));
        assertThat(bench.commands).filteredOn(EngineCommand.Protect.class::isInstance).hasSize(1);
        assertThat(bench.announced()).containsExactly(RiskRule.FALLBACK_STOP);
        assertThat(bench.ledger.load().stops().get(PERP)).isLessThan(new BigDecimal("45100"));
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(48_000));
        goOn(bench, 3);
        assertThat(bench.ledger.load().stops().get(PERP)).isEqualByComparingTo("48000");
    }

    @Test
    void aPositionThatIsUnprotectedForFiveSecondsIsAnnounced() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.restart();
        bench.exchange.protect(PERP, Protection.none());
        bench.isHeard = false;
        bench.bot.fallSilent();
        goOn(bench, 4);
        assertThat(bench.announced()).doesNotContain(RiskRule.UNPROTECTED);
        goOn(bench, 3);
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.UNPROTECTED);
    }

    @Test
    void aStopKnownFromBeforeARestartStandsUntilTheStrategySpeaks() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.quote(PERP, 50_000, 10);
        goOn(bench, 2);
        bench.bot.fallSilent();
        bench.restart();
        bench.commands.clear();
        goOn(bench, 20);
        assertThat(bench.commands).doesNotHaveAnyElementsOfTypes(EngineCommand.Protect.class);
    }

    @Test
    void aStopLeavesNothingNaked() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        assertThat(bench.engine.isNaked()).isTrue();
        bench.tell(new EngineEvent.Stopping(bench.moment()));
        for (int step = 0; step < 5; step++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_050, 10);
            bench.quote(SPOT, 50_000, 0);
        }
        assertThat(bench.engine.isNaked()).isFalse();
        assertThat(bench.engine.isEntering()).isFalse();
    }

    @Test
    void flatteningTakesRestingOrdersBackClosesEverythingAndStaysHalted() {
        Bench bench = Bench.trading(PERP, SPOT);
        bench.bot.wish(Target.now(PERP, -0.05), Target.at(SPOT, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.quote(SPOT, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.engine.isFlat()).isFalse();
        bench.halt(HaltState.FLATTENING);
        goOn(bench, 5);
        assertThat(bench.engine.isFlat()).isTrue();
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.FLATTENING);
    }
}
