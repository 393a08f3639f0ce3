package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Executions that the exchange tells of after a person had the difference booked that they caused: nothing is counted
/// twice, whenever and in how many parts they come.
final class LateExecutionTest {
    private final Bench bench = Bench.trading(PERP);
    private Instant tradedAt = Instant.MIN;

    private void goOn(int seconds) {
        for (int second = 0; second < seconds; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
    }

    private void hold(double quantity) {
        bench.bot.wish(Target.now(PERP, quantity));
        goOn(3);
        bench.bot.fallSilent();
    }

    /// Somebody trades, no frame tells of it and no resync.
    private void tradeUnheard(Side side, String quantity) {
        bench.isHeard = false;
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, side, new BigDecimal(quantity));
        tradedAt = Told.now(bench);
        goOn(90);
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        bench.isHeard = true;
        goOn(310);
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.ACCOUNT_DIFFERS);
    }

    /// The bot wants what is held then.
    private void adoptAndKeep(double quantity) {
        adoptAndKeep(quantity, 50_000);
    }

    private void adoptAndKeep(double quantity, double price) {
        bench.bot.wish(Target.now(PERP, quantity));
        bench.quote(PERP, price, 10);
        bench.bot.fallSilent();
        adopt();
    }

    private void adopt() {
        bench.tell(new EngineEvent.Adopted(Optional.empty(), bench.moment()));
        assertThat(bench.engine.entriesEnded()).isEmpty();
    }

    private void executed(String id, Side side, String quantity, String price, Instant at) {
        bench.hear(new ExchangeEvent.Executed(manual(id, side, quantity, price, at)));
    }

    private static Fill manual(String id, Side side, String quantity, String price, Instant at) {
        return new Fill(new ExecutionId(id), Optional.empty(), Origin.MANUAL, PERP, side, new BigDecimal(quantity),
                new BigDecimal(price), Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.TAKER, 0, at);
    }

    private void holdsForGood(String quantity) {
        assertThat(bench.engine.positions().getFirst().quantity()).isEqualByComparingTo(quantity);
        assertThat(bench.booked(PERP)).isEqualByComparingTo(quantity);
        goOn(310);
        assertThat(bench.engine.entriesEnded()).isEmpty();
        bench.restart();
        goOn(310);
        assertThat(bench.engine.entriesEnded()).isEmpty();
        assertThat(bench.engine.hasToAdopt(Optional.empty())).isFalse();
        assertThat(bench.booked(PERP)).isEqualByComparingTo(quantity);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 86_400})
    void anExecutionThatWasAdoptedIsNotBookedTwice(int secondsLater) {
        hold(0.05);
        tradeUnheard(Side.BUY, "0.04");
        adoptAndKeep(0.09);
        double equity = bench.engine.account().equity();
        goOn(Math.min(secondsLater, 60));
        bench.pass(Duration.ofSeconds(secondsLater).minusSeconds(Math.min(secondsLater, 60)));
        bench.commands.clear();
        executed("late", Side.BUY, "0.04", "49000", tradedAt);
        executed("late", Side.BUY, "0.04", "49000", tradedAt);

        assertThat(bench.engine.account().equity()).as("what it really cost").isEqualTo(equity + 40 - 1);
        assertThat(bench.announcements()).extracting(LedgerEntry.RiskEvent::rule).containsExactly(RiskRule.ADOPTED);
        assertThat(bench.announcements().getFirst().detail()).isEqualTo("BUY 0.04 of linear:BTCUSDT at 49000 was told"
                + " of after it was adopted: as much of that is taken back, 0.090 stay held");
        holdsForGood("0.09");
    }

    @Test
    void anExecutionThatWasAdoptedBeforeARestartIsNotBookedTwice() {
        hold(0.05);
        tradeUnheard(Side.SELL, "0.02");
        adopt();
        bench.restart();
        goOn(5);
        executed("late", Side.SELL, "0.02", "51000", tradedAt);
        bench.restart();
        goOn(5);
        executed("late", Side.SELL, "0.02", "51000", tradedAt);
        holdsForGood("0.03");
    }

    @Test
    void theBotTradesOnAsIfItHadNeverBeenTold() {
        hold(0.05);
        tradeUnheard(Side.BUY, "0.04");
        adoptAndKeep(0.09);
        executed("late", Side.BUY, "0.04", "49000", tradedAt);
        hold(0.02);
        holdsForGood("0.02");
        assertThat(bench.placed().getLast().quantity()).as("all of it is the bot's own").isEqualByComparingTo("0.07");
    }

    @Test
    void aDifferenceOfSeveralExecutionsIsTakenBackByEach() {
        hold(0.05);
        tradeUnheard(Side.BUY, "0.04");
        adoptAndKeep(0.09);
        executed("part-1", Side.BUY, "0.06", "50000", tradedAt);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.09");
        executed("part-2", Side.SELL, "0.02", "50000", tradedAt);
        holdsForGood("0.09");
    }

    @Test
    void whatIsExecutedAfterTheAccountWasSeenIsNoPartOfTheDifference() {
        hold(0.05);
        tradeUnheard(Side.BUY, "0.04");
        adoptAndKeep(0.09);
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, new BigDecimal("0.01"));
        goOn(1);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.10");
        executed("late", Side.BUY, "0.04", "50000", tradedAt);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.10");
        assertThat(bench.engine.hasToAdopt(Optional.empty())).as("the newer trade is still nobody's").isTrue();
        assertThat(bench.position(PERP).ownQuantity()).isEqualByComparingTo("0.09");
        bench.restart();
        assertThat(bench.position(PERP).ownQuantity()).isEqualByComparingTo("0.09");
        assertThat(bench.engine.hasToAdopt(Optional.empty())).isTrue();
    }

    @Test
    void whatIsExecutedBetweenTheLastLookAndTheAdoptionIsNoPartOfTheDifference() {
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.hear(Told.holds(bench, PERP, "0.1"));
        bench.pass(Duration.ofSeconds(1));
        bench.hear(Told.holds(bench, PERP, "0.1"));
        bench.pass(Duration.ofMillis(700));
        Instant between = Told.now(bench);
        bench.pass(Duration.ofMillis(700));
        adopt();
        executed("new", Side.BUY, "0.02", "50000", between);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.12");
    }

    @Test
    void anExecutionOfTheBotsOwnOrderThatWasAdoptedStillFillsItsOrder() {
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        OrderRequest order = bench.placed().getLast();
        Fill lost = Fill.ofOrder(new ExecutionId("lost"), order, new BigDecimal("0.05"), new BigDecimal("50000"),
                Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.TAKER, Told.now(bench));
        bench.hear(Told.seen(bench, order, OrderStatus.FILLED, "0.05"));
        for (int time = 0; time < 8; time++) {
            bench.pass(Duration.ofSeconds(15));
            bench.quote(PERP, 50_000, 10);
            bench.hear(Told.holds(bench, PERP, "0.05"));
        }
        adopt();
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.05");
        bench.hear(new ExchangeEvent.Executed(lost));

        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.05");
        assertThat(bench.ledger.status(order.id())).isEqualTo(OrderStatus.FILLED);
        assertThat(bench.ledger.load().openOrders()).isEmpty();
        assertThat(bench.position(PERP).ownQuantity()).isEqualByComparingTo("0.05");
        bench.hear(Told.holds(bench, PERP, "0.05"));
        assertThat(bench.engine.undecided()).isEmpty();
    }

    @Test
    void ofTwoDifferencesEachGivesBackAtItsOwnPrice() {
        hold(0.05);
        tradeUnheard(Side.BUY, "0.04");
        Instant first = tradedAt;
        adoptAndKeep(0.09);
        goOn(1);
        tradeUnheard(Side.BUY, "0.01");
        adoptAndKeep(0.10, 60_000);
        double equity = bench.engine.account().equity();
        executed("late-2", Side.BUY, "0.01", "60000", tradedAt);
        executed("late-1", Side.BUY, "0.04", "50000", first);

        assertThat(bench.engine.account().equity()).as("only the fees").isEqualTo(equity - 2);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.10");
    }

    @Test
    void aDifferenceThatChangesIsNotAdoptedUntilItWasSeenTwice() {
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        for (String held : new String[]{"0.1", "0.1", "0.2"}) {
            bench.pass(Duration.ofSeconds(1));
            bench.hear(Told.holds(bench, PERP, held));
        }
        assertThat(bench.engine.hasToAdopt(Optional.empty())).as("one more may be on its way").isFalse();
        bench.pass(Duration.ofSeconds(1));
        bench.hear(Told.holds(bench, PERP, "0.2"));
        adopt();
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.2");
    }
}
