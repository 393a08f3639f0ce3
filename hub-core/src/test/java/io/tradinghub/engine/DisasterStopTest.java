package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a position can cost while the bot is gone: its stop is never further away than the limit, and it is closed
/// where it cannot have one.
final class DisasterStopTest {

    /// A position that the exchange told of, while it says nothing of stops.
    private static Bench holding(Target target) {
        Bench bench = Bench.trading(PERP);
        bench.isHeard = false;
        bench.bot.wish(target);
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getLast();
        bench.hear(Told.executed(bench, entry, "in", entry.quantity().toPlainString()));
        return bench;
    }

    private static List<String> asked(Bench bench) {
        return bench.commands.stream().filter(EngineCommand.Protect.class::isInstance)
                .map(EngineCommand.Protect.class::cast)
                .map(protect -> protect.protection().stopPrice().map(price -> price.setScale(1).toPlainString())
                        .orElse("none"))
                .toList();
    }

    private static List<OrderRequest> exits(Bench bench) {
        return bench.placed().stream().filter(order -> !order.isEntry()).toList();
    }

    private static List<String> told(Bench bench, RiskRule rule) {
        return bench.announcements().stream().filter(event -> event.rule() == rule).map(RiskEvent::detail).toList();
    }

    @ParameterizedTest
    @CsvSource({"0.05,NaN,45090.1", "0.05,48000,48000.0", "0.05,40000,45090.1", "-0.05,NaN,54890.0",
            "-0.05,52000,52000.0", "-0.05,60000,54890.0"})
    void anEntryLeavesWithAStopNoFurtherAwayThanTheLimitFromTheWorstPriceItMayFillAt(double quantity, double wanted,
            String stop) {
        Bench bench = holding(Target.now(PERP, quantity).stoppedAt(wanted));

        assertThat(bench.placed()).singleElement().satisfies(
                order -> assertThat(order.stopPrice().orElseThrow()).isEqualByComparingTo(stop));
    }

    @Test
    void theStopOfTheSideThatIsWantedIsNoneForWhatIsStillHeld() {
        Bench bench = holding(Target.now(PERP, 0.05));
        bench.hear(Told.stopAt(PERP, "45000.0"));
        bench.bot.wish(Target.now(PERP, -0.03).stoppedAt(50_400));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(3));
        bench.quote(PERP, 50_500, 10);
        bench.pass(Duration.ofSeconds(3));

        assertThat(exits(bench)).isNotEmpty();
        assertThat(asked(bench)).doesNotContain("50400.0");
        assertThat(told(bench, RiskRule.STOP_PASSED)).isEmpty();
    }

    @Test
    void whatEnlargesAPositionLeavesItsStopAloneWhereTheStrategyGivesNone() {
        Bench bench = holding(Target.now(PERP, 0.05));
        bench.hear(Told.stopAt(PERP, "45000.0"));
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, 0.06));
        bench.quote(PERP, 50_000, 10);

        assertThat(bench.placed()).hasSize(2).last()
                .satisfies(order -> assertThat(order.stopPrice()).isEmpty());
    }

    @Test
    void spotAndTheLegsOfAHedgeLeaveWithoutAStop() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.quote(PERP, 50_050, 10);

        assertThat(bench.placed()).hasSize(2).allSatisfy(order -> assertThat(order.stopPrice()).isEmpty());
        assertThat(asked(bench)).as("nothing can be liquidated").isEmpty();
    }

    @Test
    void aStopOfAStrategyThatIsFurtherAwayIsMovedToTheLimitAndToldOnce() {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(40_000));
        bench.hear(Told.stopAt(PERP, "45000.0"));
        for (int second = 0; second < 5; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }

        assertThat(asked(bench)).containsExactly("45000.0");
        assertThat(told(bench, RiskRule.FALLBACK_STOP)).containsExactly(
                "the engine puts the stop of linear:BTCUSDT at 45000.0: the stop of its strategy at 40000.0 is further "
                        + "away than RISK_DISASTER_STOP");
    }

    @Test
    void aStopThatRestsFurtherAwayThanTheLimitIsMovedEvenBeforeTheStrategyDecides() {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofSeconds(3));
        bench.bot.wish(Target.now(PERP, 0).stoppedAt(Double.NaN));
        bench.quote(PERP, 50_000, 0);
        bench.commands.clear();
        bench.hear(Told.stopAt(PERP, "40000.0"));

        assertThat(asked(bench)).containsExactly("45000.0");
    }

    @Test
    void aPositionThatHasNoStopForThirtySecondsIsClosed() {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(new ExchangeEvent.ProtectionSeen(PERP, Protection.none(), Optional.of("not now")));
        bench.pass(Duration.ofMillis(29_999));
        assertThat(exits(bench)).isEmpty();
        bench.pass(Duration.ofMillis(1));
        bench.quote(PERP, 50_000, 10);

        assertThat(exits(bench)).singleElement()
                .satisfies(order -> assertThat(order.quantity()).isEqualByComparingTo("0.05"));
        assertThat(told(bench, RiskRule.UNPROTECTED)).containsExactly(
                "0.050 linear:BTCUSDT has no stop at the exchange: not now",
                "0.050 linear:BTCUSDT still has no stop at the exchange: closing it");
    }

    @Test
    void aPositionThatHasItsStopInTimeIsNotClosed() {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.pass(Duration.ofMillis(29_999));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofMinutes(2));
        bench.quote(PERP, 50_000, 10);

        assertThat(exits(bench)).isEmpty();
    }

    @Test
    void whatAHandOpenedIsNotClosedForWantOfAStop() {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.hear(foreign(bench, Origin.MANUAL, Side.BUY, "0.02"));
        bench.hear(new ExchangeEvent.ProtectionSeen(PERP, Protection.none(), Optional.empty()));
        bench.pass(Duration.ofMinutes(2));
        bench.quote(PERP, 50_000, 10);

        assertThat(exits(bench)).isEmpty();
        assertThat(bench.held(PERP)).isEqualTo(0.07);
    }

    private static ExchangeEvent foreign(Bench bench, Origin origin, Side side, String quantity) {
        return new ExchangeEvent.Executed(new Fill(new ExecutionId("f-" + origin), Optional.empty(), origin, PERP, side,
                new BigDecimal(quantity), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"),
                Fill.Liquidity.TAKER, 0, Told.now(bench)));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "40000"})
    void aPriceBeyondTheLimitWithoutAStopAtTheExchangeClosesAtOnce(double wanted) {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(wanted));
        bench.pass(Duration.ofSeconds(2));
        bench.quote(PERP, 44_900, 10);
        bench.quote(PERP, 44_900, 10);

        assertThat(exits(bench)).hasSize(1);
        assertThat(told(bench, RiskRule.STOP_PASSED)).singleElement().asString()
                .startsWith("0.050 linear:BTCUSDT is at 44900").endsWith("past its stop at 45000.0: closing it");
    }

    @Test
    void aPriceBeyondTheLimitIsLeftToTheStopThatRestsThere() {
        Bench bench = holding(Target.now(PERP, 0.05));
        bench.hear(Told.stopAt(PERP, "45000.0"));
        bench.pass(Duration.ofSeconds(2));
        bench.quote(PERP, 44_900, 10);

        assertThat(exits(bench)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"44900", "50000"})
    void aPositionFoundAtAStartIsClosedBeforeTheStrategyDecidesAndToldOnce(double price) {
        Position held = new Position(PERP, new BigDecimal("0.05"), new BigDecimal("0.05"), new BigDecimal("50000"),
                BigDecimal.ZERO, BigDecimal.ZERO, Bench.START);
        EngineAlone alone = new EngineAlone(new FoundLedger().positions(held).snapshot(), PERP);
        alone.connect();
        alone.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(PERP, new BigDecimal("0.05")), Map.of(),
                List.of(), Map.of(), alone.now().wall())));
        for (int second = 0; second < 40; second++) {
            alone.quote(PERP, price);
            alone.pass(Duration.ofSeconds(1));
        }

        assertThat(alone.commands).filteredOn(EngineCommand.Place.class::isInstance).as("leaves for the exchange")
                .isNotEmpty();
        assertThat(alone.commands).filteredOn(command -> command instanceof EngineCommand.Announce(RiskEvent event)
                && event.detail().endsWith("closing it")).hasSize(1);
    }

    /// A position whose exit rests at a price of the strategy, with every candle at another one.
    private static void restAt(Bench bench, double price) {
        bench.bot.wish(Target.at(PERP, 0, price).stoppedAt(48_000));
        bench.quote(PERP, 50_000, 10);
    }

    private static List<Terms> termsOf(List<OrderRequest> orders) {
        return orders.stream().map(OrderRequest::terms).toList();
    }

    @Test
    void anExitThatRestsIsNoWayOutForAPositionWithoutAStop() {
        Bench bench = holding(Target.at(PERP, 0.05, 50_050).stoppedAt(48_000));
        bench.hear(new ExchangeEvent.ProtectionSeen(PERP, Protection.none(), Optional.of("not now")));
        bench.pass(Duration.ofSeconds(2));
        restAt(bench, 51_000);
        assertThat(asked(bench)).as("a stop is asked for at once").contains("48000.0");
        bench.hear(Told.received(bench, exits(bench).getFirst()));
        bench.pass(Duration.ofSeconds(30));
        restAt(bench, 51_010);
        bench.hear(Told.seen(bench, exits(bench).getFirst(), OrderStatus.CANCELLED, "0"));
        bench.pass(Duration.ofSeconds(2));
        restAt(bench, 51_020);

        assertThat(termsOf(exits(bench)).getLast()).as("leaves at what the market offers, whatever is wished meanwhile")
                .isEqualTo(new Terms.Limit(new BigDecimal("49900.0"), OrderRequest.TimeInForce.IOC));
        assertThat(told(bench, RiskRule.UNPROTECTED)).last().asString().endsWith("closing it");
    }

    @ParameterizedTest
    @CsvSource({"0.05,48000,47900", "-0.05,52000,52100"})
    void anExitThatRestsIsNoWayOutForAPositionThatIsPastItsStop(double quantity, double stop, double price) {
        Bench bench = holding(Target.at(PERP, quantity, 50_000).stoppedAt(stop));
        bench.bot.wish(Target.at(PERP, 0, 50_000 + quantity * 20_000).stoppedAt(stop));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        OrderRequest resting = exits(bench).getFirst();
        bench.hear(Told.received(bench, resting));
        bench.quote(PERP, price, 10);
        bench.hear(Told.seen(bench, resting, OrderStatus.CANCELLED, "0"));
        bench.pass(Duration.ofSeconds(2));
        bench.quote(PERP, price, 10);

        assertThat(told(bench, RiskRule.STOP_PASSED)).hasSize(1);
        assertThat(termsOf(exits(bench))).hasSize(2).last()
                .isInstanceOfSatisfying(Terms.Limit.class,
                        limit -> assertThat(limit.timeInForce()).isEqualTo(OrderRequest.TimeInForce.IOC));
    }

    @Test
    void aStopThatRestsNearerThanItMustIsLeftToTheExchange() {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(49_000));
        bench.hear(Told.stopAt(PERP, "49000.0"));
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.quote(PERP, 47_900, 10);

        assertThat(told(bench, RiskRule.STOP_PASSED)).isEmpty();
        assertThat(exits(bench)).isEmpty();
    }

    @Test
    void silenceAboutAStopClosesNothing() {
        Bench bench = holding(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.pass(Duration.ofMinutes(2));
        bench.quote(PERP, 50_000, 10);

        assertThat(told(bench, RiskRule.UNPROTECTED)).as("is told").hasSize(1);
        assertThat(exits(bench)).isEmpty();
    }

    @Test
    void aLegThatCanNoLongerBeLiquidatedLosesItsStop() {
        Bench bench = hedged();
        liquidatesAt(bench, "60000");
        bench.hear(Told.stopAt(PERP, "55000.0"));
        bench.pass(Duration.ofSeconds(10));
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(PERP, new BigDecimal("-0.05")),
                Map.of(PERP, new BigDecimal("55000")), List.of(), Map.of("BTC", new BigDecimal("0.04995")),
                Told.now(bench))));

        assertThat(asked(bench)).containsExactly("55000.0", "none");
    }

    private static Bench hedged() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(1));
        bench.isHeard = false;
        return bench;
    }

    private static void liquidatesAt(Bench bench, String price) {
        liquidatesAt(bench, price, Map.of());
    }

    private static void liquidatesAt(Bench bench, String price, Map<InstrumentId, BigDecimal> stops) {
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(PERP, new BigDecimal("-0.05")), stops,
                Map.of(PERP, new BigDecimal(price)), List.of(), Map.of("BTC", new BigDecimal("0.04995")),
                AccountState.Unread.NOTHING, Told.now(bench))));
    }

    @Test
    void aLegThatCouldBeLiquidatedHasAStopHalfwayToThat() {
        Bench bench = hedged();
        liquidatesAt(bench, "60000");
        assertThat(asked(bench)).containsExactly("55000.0");
        bench.hear(Told.stopAt(PERP, "55000.0"));
        bench.pass(Duration.ofSeconds(10));
        liquidatesAt(bench, "60100", Map.of(PERP, new BigDecimal("55000.0")));
        assertThat(asked(bench)).as("a word that differs little moves nothing").hasSize(1);
    }

    @Test
    void theStopOfALegFollowsItsLiquidation() {
        Bench bench = hedged();
        liquidatesAt(bench, "60000");
        bench.hear(Told.stopAt(PERP, "55000.0"));
        bench.pass(Duration.ofSeconds(10));
        liquidatesAt(bench, "58000", Map.of(PERP, new BigDecimal("55000.0")));

        assertThat(asked(bench)).containsExactly("55000.0", "54000.0");
    }

    @Test
    void aLegWithoutItsStopIsAnnouncedAndNotClosedAlone() {
        Bench bench = hedged();
        liquidatesAt(bench, "60000");
        bench.pass(Duration.ofMinutes(1));
        bench.quote(SPOT, 50_000, 10);
        bench.quote(PERP, 50_000, 10);

        assertThat(told(bench, RiskRule.UNPROTECTED)).hasSize(1);
        assertThat(exits(bench)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Origin.class, names = "ORDER", mode = EnumSource.Mode.EXCLUDE)
    void whatTheExchangeClosesOfAHedgeIsFollowedAtOnceAndWhatAHandClosesAfterTheUsualTime(Origin origin) {
        Bench bench = hedged();
        bench.hear(foreign(bench, origin, Side.BUY, "0.05"));
        bench.quote(SPOT, 50_000, 10);

        assertThat(exits(bench).stream().map(OrderRequest::instrument).toList())
                .isEqualTo(origin == Origin.MANUAL || origin == Origin.ADOPTED ? List.of() : List.of(SPOT));
        for (int second = 0; second < 16; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
        }
        assertThat(exits(bench)).isNotEmpty().allMatch(order -> order.instrument().equals(SPOT));
    }
}
