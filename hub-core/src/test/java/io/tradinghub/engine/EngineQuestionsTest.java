package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.Claim;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an engine answers about itself, and what it makes of what people and the market tell it.
final class EngineQuestionsTest {
    private final Bench bench = Bench.trading(PERP);

    private void holdByHand(InstrumentId instrument, String quantity) {
        bench.quote(instrument, 50_000, 10);
        bench.exchange.tradeOtherwise(Origin.MANUAL, instrument, Side.BUY, new BigDecimal(quantity));
        bench.pass(Duration.ofMillis(1));
    }

    private List<Claim> claims(Bench of) {
        return of.commands.stream().filter(EngineCommand.Remember.class::isInstance)
                .map(command -> ((EngineCommand.Remember) command).entry()).filter(Claim.class::isInstance)
                .map(Claim.class::cast).toList();
    }

    // ---- when it has to be told of the time

    @Test
    void anEngineWithNothingToDoNeedsNoClock() {
        bench.bot.fallSilent();
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.nextDueMillis()).isGreaterThan(bench.moment().steadyMillis() + 1_000);
    }

    @Test
    void anEngineThatIsStartingEnteringOrNakedIsToldOfTheTimeEverySecond() {
        EngineAlone starting = new EngineAlone(LedgerSnapshot.empty(), PERP);
        assertThat(starting.engine.isStarting()).isTrue();
        assertThat(starting.engine.nextDueMillis()).isEqualTo(starting.now().steadyMillis() + 1_000);

        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.nextDueMillis()).isEqualTo(bench.moment().steadyMillis() + 1_000);

        Bench hedge = Bench.hedging(PaperFaults.NONE);
        hedge.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        hedge.quote(SPOT, 50_000, 0);
        hedge.quote(PERP, 50_050, 10);
        assertThat(hedge.engine.isNaked()).isTrue();
        assertThat(hedge.engine.nextDueMillis()).isEqualTo(hedge.moment().steadyMillis() + 1_000);
    }

    @Test
    void anEngineWhoseOrderRestsIsToldOfTheTimeWhenTheOrderIsToBeAskedAbout() {
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.engine.nextDueMillis()).isEqualTo(bench.moment().steadyMillis() + 60_000 - 1);
    }

    // ---- what is held

    @Test
    void flatMeansThatNothingIsHeldAndNothingIsUnderWay() {
        assertThat(bench.engine.isFlat()).isTrue();
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getLast();
        assertThat(bench.engine.isFlat()).isFalse();
        assertThat(bench.engine.isFlatButForDust()).isFalse();
        bench.hear(Told.executed(bench, entry, "x", "0.05"));
        assertThat(bench.engine.isFlat()).isFalse();
        assertThat(bench.engine.isFlatButForDust()).isFalse();
        assertThat(bench.engine.positions()).singleElement()
                .satisfies(position -> assertThat(position.quantity()).isEqualByComparingTo("0.05"));
    }

    @Test
    void whatIsTooSmallToSellIsDust() {
        Bench spot = Bench.trading(SPOT);
        spot.bot.wish(Target.now(SPOT, 0.05));
        spot.quote(SPOT, 50_000, 10);
        spot.pass(Duration.ofSeconds(2));
        assertThat(spot.engine.isFlatButForDust()).isFalse();
        spot.bot.wish(Target.now(SPOT, 0));
        spot.quote(SPOT, 50_000, 10);
        spot.pass(Duration.ofSeconds(2));
        assertThat(spot.held(SPOT)).isPositive();
        assertThat(spot.engine.isFlat()).isFalse();
        assertThat(spot.engine.isFlatButForDust()).isTrue();
    }

    @Test
    void anExecutionIsNewUntilItIsHeard() {
        assertThat(bench.engine.isNew(new ExecutionId("x"))).isTrue();
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.hear(Told.executed(bench, bench.placed().getLast(), "x", "0.05"));
        assertThat(bench.engine.isNew(new ExecutionId("x"))).isFalse();
    }

    // ---- what others traded

    @Test
    void whatOthersTradedIsForeignThereUntilItIsAdoptedThere() {
        Bench both = Bench.trading(PERP, SPOT);
        both.quote(PERP, 50_000, 10);
        both.quote(SPOT, 50_000, 10);
        assertThat(both.engine.hasToAdopt(Optional.empty())).isFalse();
        both.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, new BigDecimal("0.04"));
        both.pass(Duration.ofMillis(1));
        assertThat(both.engine.hasToAdopt(Optional.empty())).isTrue();
        assertThat(both.engine.hasToAdopt(Optional.of(PERP))).isTrue();
        assertThat(both.engine.hasToAdopt(Optional.of(SPOT))).isFalse();

        both.commands.clear();
        both.tell(new EngineEvent.Adopted(Optional.of(SPOT), both.moment()));
        assertThat(both.engine.hasToAdopt(Optional.empty())).isTrue();
        assertThat(claims(both)).isEmpty();
        both.tell(new EngineEvent.Adopted(Optional.of(PERP), both.moment()));
        assertThat(both.engine.hasToAdopt(Optional.empty())).isFalse();
        assertThat(claims(both)).extracting(Claim::instrument, Claim::kind)
                .containsExactly(tuple(PERP, Claim.Kind.ADOPTED));
        assertThat(both.announcements()).filteredOn(event -> event.rule() == RiskRule.ADOPTED).singleElement()
                .extracting(RiskEvent::detail).isEqualTo("0.04 linear:BTCUSDT is the bot's own now");
    }

    @Test
    void beingFlattenedSettlesWhatAHandHadOpenedOnce() {
        holdByHand(PERP, "0.04");
        bench.halt(HaltState.FLATTENING);
        for (int second = 0; second < 10; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(claims(bench)).extracting(Claim::kind).containsExactly(Claim.Kind.FLATTENED);
        assertThat(bench.engine.hasToAdopt(Optional.empty())).isFalse();
        holdByHand(PERP, "0.02");
        for (int second = 0; second < 10; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.held(PERP)).isZero();
        assertThat(claims(bench)).as("what a hand does after that is another matter").hasSize(1);
        bench.halt(HaltState.FLATTENING);
        assertThat(claims(bench)).as("until a person flattens again").hasSize(2);
    }

    @Test
    void beingHaltedSettlesNothing() {
        holdByHand(PERP, "0.04");
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.SELL, new BigDecimal("0.04"));
        bench.halt(HaltState.HALTED);
        bench.pass(Duration.ofSeconds(3));
        assertThat(bench.engine.isFlat()).isTrue();
        assertThat(claims(bench)).isEmpty();
    }

    // ---- what people say

    @ParameterizedTest
    @CsvSource({"HALTED RUNNING,true", "UNREADABLE RUNNING,false", "HALTED UNREADABLE RUNNING,true",
            "FLATTENING RUNNING,true", "RUNNING,true", "UNREADABLE,false", "HALTED,false"})
    void onlyAPersonWhoResumesForgivesARefusal(String switches, boolean isForgiven) {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.hear(Told.refused(bench.placed().getLast(), RefusalKind.FINAL));
        Bench stopped = Bench.trading(PERP);
        stopped.isHeard = false;
        stopped.bot.wish(Target.now(PERP, 0.05));
        stopped.quote(PERP, 50_000, 10);
        stopped.hear(Told.refused(stopped.placed().getLast(), RefusalKind.STOP_TRADING));
        for (String state : switches.split(" ", -1)) {
            bench.halt(HaltState.valueOf(state));
            stopped.halt(HaltState.valueOf(state));
        }
        bench.pass(Duration.ofSeconds(2));
        bench.quote(PERP, 50_000, 10);
        stopped.pass(Duration.ofSeconds(2));
        stopped.quote(PERP, 50_000, 10);

        assertThat(bench.placed()).hasSize(isForgiven ? 2 : 1);
        assertThat(stopped.placed()).hasSize(isForgiven ? 2 : 1);
    }

    @Test
    void aBotThatIsAboutToEndSaysOnlyWhatElseEndedItsEntries() {
        bench.tell(new EngineEvent.Stopping(bench.moment()));
        assertThat(bench.engine.entriesEnded()).isEmpty();
        bench.hear(Told.link(bench, LinkState.DOWN));
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.LINK_DOWN);

        Bench halted = Bench.trading(PERP);
        halted.halt(HaltState.HALTED);
        halted.tell(new EngineEvent.Stopping(halted.moment()));
        assertThat(halted.engine.entriesEnded()).contains(RiskRule.HALTED);
    }

    @Test
    void aBotThatIsAboutToEndTakesItsRestingEntryBack() {
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(1));
        bench.tell(new EngineEvent.Stopping(bench.moment()));

        assertThat(Told.cancelled(bench)).containsExactly(bench.placed().getFirst().id());
    }

    @Test
    void somethingOutsideEndsEntriesUntilItNoLongerDoes() {
        bench.tell(
                new EngineEvent.EntriesBlocked(RiskRule.CLOCK_DIFFERS, Optional.of("an hour ahead"), bench.moment()));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.CLOCK_DIFFERS);
        assertThat(bench.placed()).isEmpty();
        bench.pass(Duration.ofSeconds(1));
        bench.tell(new EngineEvent.EntriesBlocked(RiskRule.CLOCK_DIFFERS, Optional.empty(), bench.moment()));
        assertThat(bench.engine.entriesEnded()).isEmpty();
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.held(PERP)).isEqualTo(0.05);
    }

    @ParameterizedTest
    @CsvSource({"BLOCKED,LEDGER_AWAY", "HALTED,HALTED", "UNREADABLE,HALT_SWITCH_UNREADABLE", "STOPPING,HALTED"})
    void whyAnOldDecisionEntersNothingIsToldWhenTheReasonChanges(String change, RiskRule reason) {
        bench.bot.wish(Target.now(PERP, 0.09));
        bench.quote(PERP, 50_000, 1);
        bench.bot.wish(Target.now(PERP, 0.095));
        bench.quote(PERP, 50_000, 0);
        bench.bot.fallSilent();
        for (int second = 0; second < 20; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.refusals()).containsExactly(RiskRule.STALE_DATA);
        switch (change) {
            case "BLOCKED" ->
                bench.tell(new EngineEvent.EntriesBlocked(reason, Optional.of("it hangs"), bench.moment()));
            case "STOPPING" -> bench.tell(new EngineEvent.Stopping(bench.moment()));
            default -> bench.halt(HaltState.valueOf(change));
        }
        bench.pass(Duration.ofSeconds(2));

        assertThat(bench.refusals()).containsExactly(RiskRule.STALE_DATA, reason);
    }

    @Test
    void whatIsNotedOutsideIsAnnounced() {
        bench.tell(new EngineEvent.Noted(RiskRule.INTENT_FILE_FAILED, "no space", bench.moment()));
        assertThat(bench.announcements()).singleElement().satisfies(event -> {
            assertThat(event.rule()).isEqualTo(RiskRule.INTENT_FILE_FAILED);
            assertThat(event.detail()).isEqualTo("no space");
        });
    }

    // ---- what the market says

    /// Wants another quantity with every kind of news.
    private static final class HearingBot implements Bot {
        private final List<String> heard = new ArrayList<>();

        @Override
        public Subscription subscription() {
            return new Subscription(List.of(), List.of(PERP), List.of(), 0);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            heard.add("candle");
            return Targets.of(Target.now(PERP, 0.01));
        }

        @Override
        public Targets onQuote(Quote quote, AccountView account) {
            heard.add("quote");
            return Targets.of(Target.now(PERP, 0.02));
        }

        @Override
        public Targets onFunding(FundingRate rate, AccountView account) {
            heard.add("funding");
            return Targets.of(Target.now(PERP, 0.03));
        }
    }

    private static void tellOfTheMarket(BotEngine engine, double price, Moment at) {
        engine.on(new EngineEvent.FundingAnnounced(
                new FundingRate(PERP, 0.0001, at.wall().plusSeconds(3_600), Duration.ofHours(8)), at));
        engine.on(new EngineEvent.CandleClosed(candle(at), at));
        engine.on(new EngineEvent.QuoteChanged(new Quote(PERP, price, 1, price + 1, 1, at.wall()), at));
    }

    private static Candle candle(Moment at) {
        return new Candle(new SeriesId(PERP, Interval.M1), at.wallMillis() - 60_000, 50_000, 50_000, 50_000, 50_000, 1,
                50_000);
    }

    @Test
    void aBotIsAskedAboutCandlesQuotesAndFundingUntilItIsAboutToEnd() {
        HearingBot bot = new HearingBot();
        List<EngineCommand> commands = new ArrayList<>();
        BotEngine engine = new BotEngine(Bench.BOT, StartMark.of(Bench.START, 1), bot, Bench.SETTINGS,
                RiskLimits.DEFAULTS, LedgerSnapshot.empty(), commands::add);
        Moment at = Moment.of(Bench.START.toEpochMilli());
        engine.on(new EngineEvent.InstrumentPublished(Bench.instrument(PERP), at));
        engine.on(new EngineEvent.HaltChanged(HaltState.RUNNING, at));
        engine.on(new EngineEvent.WarmUpCandle(candle(at), at));
        engine.on(new EngineEvent.ExchangeTold(new ExchangeEvent.LinkChanged(LinkState.UP, at.wall()), at));
        engine.on(new EngineEvent.ExchangeTold(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, at.wall()), at));
        assertThat(commands).as("what it wanted of the past is ignored")
                .doesNotHaveAnyElementsOfTypes(EngineCommand.Place.class);
        tellOfTheMarket(engine, 50_000, at);
        assertThat(bot.heard).containsExactly("candle", "funding", "candle", "quote");
        assertThat(commands).filteredOn(EngineCommand.Place.class::isInstance).singleElement()
                .satisfies(place -> assertThat(((EngineCommand.Place) place).requests().getFirst().quantity())
                        .as("what it wanted when funding was announced").isEqualByComparingTo("0.03"));
        engine.on(new EngineEvent.Stopping(at));
        tellOfTheMarket(engine, 50_002, new Moment(at.wallMillis() + 60_000, at.steadyMillis() + 60_000));
        assertThat(bot.heard).hasSize(4);
    }

    @Test
    void aPositionIsWorthWhatTheCandlesOfTheWarmUpSayUntilAPriceComes() {
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.restart();
        double before = bench.engine.account().equity();
        bench.warmUp(PERP, 51_000);
        double gain = 0.05 * (51_000 - bench.engine.account().entryPrice(PERP));

        assertThat(bench.engine.account().equity() - before).isCloseTo(gain,
                within(1e-6));
    }

    @Test
    void whatIsToldOfInstrumentsThatTheBotDoesNotTradeChangesNothing() {
        bench.tell(new EngineEvent.InstrumentPublished(Bench.instrument(SPOT), bench.moment()));
        bench.tell(new EngineEvent.HistoryChanged(SPOT, false, bench.moment()));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(SPOT, 50_000, 10);
        assertThat(bench.placed()).as("wanted, but the price is not known").isEmpty();
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(1));

        assertThat(bench.held(PERP)).isEqualTo(0.05);
        assertThat(bench.engine.account().position(SPOT)).isZero();
    }

    @Test
    void aJumpOfTheClockThatLastsIsAnnouncedWithItsLength() {
        bench.pass(Duration.ofSeconds(1));
        bench.runAhead(Duration.ofMinutes(5));
        for (int second = 0; second < 12; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.announcements()).filteredOn(event -> event.rule() == RiskRule.CLOCK_STEPPED).singleElement()
                .extracting(RiskEvent::detail).isEqualTo("the clock jumped by PT5M");
    }
}
