package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.Watermark;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What only a person settles: an account that differs for good, rows that cannot be read. A person's word lets the bot
/// go on; without it nothing is guessed.
final class AdoptionTest {
    private static final UnreadRow EXECUTION = execution("x-1", PERP);
    private static final UnreadRow ORDER = new UnreadRow(UnreadRow.Kind.ORDER, "o-1", Optional.of(PERP),
            "order cannot be read");
    private final Bench bench = Bench.trading(PERP);

    private static UnreadRow execution(String id, InstrumentId instrument) {
        return new UnreadRow(UnreadRow.Kind.EXECUTION, id, Optional.of(instrument), "execution cannot be read");
    }

    private void goOn(int seconds) {
        for (int second = 0; second < seconds; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
    }

    private Optional<RiskRule> ended() {
        return bench.engine.entriesEnded();
    }

    private void adopt(Optional<InstrumentId> only) {
        bench.tell(new EngineEvent.Adopted(only, bench.moment()));
    }

    private void unread(UnreadRow... rows) {
        bench.hear(new ExchangeEvent.RowsUnread(List.of(rows), Told.now(bench)));
    }

    private void hold(double quantity) {
        bench.bot.wish(Target.now(PERP, quantity));
        goOn(3);
    }

    /// Somebody trades, and no resync tells of it any more.
    private void loseForGood(Side side, String quantity) {
        bench.isHeard = false;
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, side, new BigDecimal(quantity));
        goOn(90);
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        bench.isHeard = true;
        goOn(310);
        assertThat(ended()).contains(RiskRule.ACCOUNT_DIFFERS);
    }

    private List<Fill> adopted() {
        return bench.commands.stream().filter(EngineCommand.Remember.class::isInstance)
                .map(command -> ((EngineCommand.Remember) command).entry()).filter(Fill.class::isInstance)
                .map(Fill.class::cast).filter(fill -> fill.origin() == Origin.ADOPTED).toList();
    }

    // ---- differences

    @Test
    void aDifferenceIsBookedAtTheLastPriceAndTheBotGoesOn() {
        hold(0.05);
        loseForGood(Side.BUY, "0.04");
        assertThat(bench.engine.undecided())
                .containsExactly("linear:BTCUSDT: the exchange holds 0.090, the ledger 0.050");
        assertThat(bench.engine.hasToAdopt(Optional.of(PERP))).isTrue();
        bench.commands.clear();
        adopt(Optional.empty());

        assertThat(ended()).isEmpty();
        assertThat(adopted()).singleElement().satisfies(fill -> {
            assertThat(fill.side()).isEqualTo(Side.BUY);
            assertThat(fill.quantity()).isEqualByComparingTo("0.04");
            assertThat(fill.price()).isEqualByComparingTo("50000");
            assertThat(fill.fee().amount()).isZero();
        });
        assertThat(bench.engine.undecided()).isEmpty();
        assertThat(bench.announcements()).extracting(LedgerEntry.RiskEvent::detail).containsExactly(
                "BUY 0.040 of linear:BTCUSDT booked at 50000.0, as the exchange has it",
                "0.090 linear:BTCUSDT is the bot's own now");
        goOn(3);
        assertThat(bench.held(PERP)).as("what the strategy wants of the whole").isEqualTo(0.05);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.05");
        bench.restart();
        goOn(310);
        assertThat(ended()).isEmpty();
        assertThat(bench.held(PERP)).isEqualTo(0.05);
    }

    @Test
    void aPositionThatTheExchangeNoLongerHoldsIsBookedAway() {
        hold(0.05);
        bench.bot.fallSilent();
        loseForGood(Side.SELL, "0.05");
        double equity = bench.engine.account().equity();
        adopt(Optional.of(PERP));

        assertThat(bench.engine.account().equity()).isEqualTo(equity);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0");
        assertThat(bench.engine.isFlat()).isTrue();
        assertThat(ended()).isEmpty();
    }

    @Test
    void coinsThatAWalletLacksAreBookedAway() {
        Bench spot = Bench.trading(SPOT);
        spot.isHeard = false;
        spot.bot.wish(Target.now(SPOT, 0.05));
        spot.quote(SPOT, 50_000, 10);
        spot.hear(Told.executed(spot, spot.placed().getLast(), "x", "0.05"));
        spot.bot.fallSilent();
        spot.pass(Duration.ofSeconds(2));
        spot.hear(Told.hasCoins(spot, "BTC", "0.02"));
        spot.hear(Told.hasCoins(spot, "BTC", "0.02"));
        spot.tell(new EngineEvent.Adopted(Optional.empty(), spot.moment()));

        assertThat(spot.booked(SPOT)).isEqualByComparingTo("0.02");
        assertThat(spot.engine.entriesEnded()).isEmpty();
    }

    @Test
    void aDifferenceThatWasSeenOnceIsNotBooked() {
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.hear(Told.holds(bench, PERP, "0.3"));
        adopt(Optional.empty());

        assertThat(bench.booked(PERP)).isEqualByComparingTo("0");
    }

    @Test
    void nothingIsBookedWithoutAPriceOrInAnotherInstrumentOrAfterAnotherExecution() {
        bench.isHeard = false;
        for (int time = 0; time < 2; time++) {
            bench.hear(Told.holds(bench, PERP, "0.3"));
        }
        adopt(Optional.empty());
        assertThat(bench.booked(PERP)).as("there is no price").isEqualByComparingTo("0");
        bench.quote(PERP, 50_000, 10);
        adopt(Optional.of(SPOT));
        assertThat(bench.booked(PERP)).as("another is named").isEqualByComparingTo("0");
        assertThat(bench.engine.hasToAdopt(Optional.of(SPOT))).isFalse();
        bench.isHeard = true;
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, new BigDecimal("0.01"));
        bench.isHeard = false;
        bench.pass(Duration.ofMillis(1));
        adopt(Optional.empty());
        assertThat(bench.booked(PERP)).as("the account was seen before the execution").isEqualByComparingTo("0.01");
        bench.hear(Told.holds(bench, PERP, "0.31"));
        adopt(Optional.empty());
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.31");
    }

    @Test
    void nothingIsBookedWhileAnOrderMayTrade() {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        for (int time = 0; time < 4; time++) {
            bench.hear(Told.holds(bench, PERP, "0.05"));
            bench.pass(Duration.ofSeconds(15));
        }
        assertThat(ended()).contains(RiskRule.ACCOUNT_DIFFERS);
        adopt(Optional.empty());
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0");
        assertThat(ended()).contains(RiskRule.ACCOUNT_DIFFERS);
    }

    @Test
    void whatTheBotDoesNotTradeStaysForAPersonToClose() {
        bench.isHeard = false;
        InstrumentId other = InstrumentId.linear("ETHUSDT");
        for (int time = 0; time < 2; time++) {
            bench.hear(Told.holds(bench, other, "2"));
        }
        assertThat(bench.engine.undecided())
                .containsExactly("linear:ETHUSDT: the exchange holds 2, the bot does not trade it");
        assertThat(bench.engine.hasToAdopt(Optional.empty())).isFalse();
        adopt(Optional.empty());
        assertThat(ended()).contains(RiskRule.ACCOUNT_DIFFERS);
    }

    // ---- rows that cannot be read

    @Test
    void anExecutionThatCannotBeReadEndsEntriesAndNoExitUntilAPersonPassesOverIt() {
        hold(0.05);
        bench.isHeard = false;
        unread(EXECUTION);
        unread(EXECUTION);
        bench.isHeard = true;
        assertThat(ended()).contains(RiskRule.UNREADABLE_ROW);
        assertThat(bench.announced()).as("once").containsOnlyOnce(RiskRule.UNREADABLE_ROW);
        assertThat(bench.announcements().getLast().detail()).isEqualTo("linear:BTCUSDT execution cannot be read");
        hold(0.08);
        assertThat(bench.held(PERP)).isEqualTo(0.05);
        hold(0.02);
        assertThat(bench.held(PERP)).as("an exit never waits").isEqualTo(0.02);
        bench.bot.wish(Target.now(PERP, 0.04));
        assertThat(bench.engine.hasToAdopt(Optional.of(SPOT))).isFalse();
        adopt(Optional.of(SPOT));
        assertThat(ended()).contains(RiskRule.UNREADABLE_ROW);
        assertThat(bench.engine.hasToAdopt(Optional.empty())).isTrue();
        adopt(Optional.of(PERP));

        assertThat(ended()).isEmpty();
        assertThat(bench.announcements().getLast().detail())
                .isEqualTo("passed over: linear:BTCUSDT execution cannot be read");
        goOn(3);
        assertThat(bench.held(PERP)).isEqualTo(0.04);
    }

    @Test
    void whatWasPassedOverStaysSoAndMovesTheWatermark() {
        goOn(30);
        bench.isHeard = false;
        unread(EXECUTION);
        assertThat(watermark()).as("the row is asked for again").isBefore(Told.now(bench));
        bench.commands.clear();
        adopt(Optional.empty());
        assertThat(watermark()).isEqualTo(Told.now(bench));
        goOn(5);
        unread(EXECUTION);
        assertThat(ended()).isEmpty();
        assertThat(watermark()).isEqualTo(Told.now(bench));
        unread(EXECUTION, execution("x-2", PERP));
        assertThat(ended()).contains(RiskRule.UNREADABLE_ROW);
        assertThat(bench.engine.undecided()).hasSize(1);
    }

    private Instant watermark() {
        return bench.ledger.load().executionsUntil().orElseThrow();
    }

    @Test
    void theExchangeIsAskedAgainAfterAMinuteAndARowThatIsGoneEndsNothing() {
        bench.isHeard = false;
        unread(ORDER);
        assertThat(bench.engine.undecided())
                .containsExactly("linear:BTCUSDT order cannot be read (cancel it at the exchange first)");
        bench.commands.clear();
        bench.pass(Duration.ofMillis(59_999));
        assertThat(resyncs()).isZero();
        bench.pass(Duration.ofMillis(1));
        assertThat(resyncs()).isEqualTo(1);
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        assertThat(ended()).isEmpty();
    }

    private long resyncs() {
        return bench.commands.stream().filter(EngineCommand.Resync.class::isInstance).count();
    }

    @Test
    void aNewStartClosesWhatIsToBeClosedThoughARowCannotBeRead() {
        hold(0.05);
        bench.isHeard = false;
        bench.restart();
        bench.hear(Told.link(bench, LinkState.UP));
        bench.bot.wish(Target.now(PERP, 0));
        goOn(3);
        assertThat(bench.engine.isStarting()).isTrue();
        assertThat(bench.placed()).hasSize(1);
        unread(EXECUTION);
        goOn(1);

        assertThat(bench.engine.isStarting()).isFalse();
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.commands).filteredOn(EngineCommand.Remember.class::isInstance)
                .noneMatch(command -> ((EngineCommand.Remember) command).entry() instanceof Watermark(var until)
                        && until.equals(Told.now(bench)));
    }

    @Test
    void whatIsToldOfAnEarlierGapOrWithoutAConnectionChangesNothing() {
        bench.isHeard = false;
        bench.hear(Told.link(bench, LinkState.DOWN));
        unread(EXECUTION);
        bench.pass(Duration.ofSeconds(5));
        bench.hear(Told.link(bench, LinkState.UP));
        bench.hear(new ExchangeEvent.RowsUnread(List.of(EXECUTION), Told.now(bench).minusMillis(1)));

        assertThat(ended()).contains(RiskRule.LINK_DOWN);
        assertThat(bench.engine.undecided()).isEmpty();
    }

    @Test
    void manyRowsAreToldInFew() {
        bench.isHeard = false;
        UnreadRow[] rows = new UnreadRow[25];
        Arrays.setAll(rows, number -> execution("x-" + number, PERP));
        unread(rows);

        assertThat(bench.engine.undecided()).hasSize(21).last().isEqualTo("and 5 more");
    }
}
