package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What the engine does about limits, halts, and data that are old.
final class EngineLimitsTest {
    private static final StartMark EARLIER = StartMark.of(Bench.START.minusSeconds(60), 7);

    @Test
    void aPositionThatIsNoLongerTradedDoesNotSwitchTheLimitsOff() {
        Bench bench = Bench.trading(PERP);
        OrderRequest left = new OrderRequest(ClientOrderId.of(Bench.BOT, EARLIER, 1), SPOT, Side.BUY, BigDecimal.ONE,
                new OrderRequest.Terms.Market(), Effect.ANY, Bench.START);
        bench.ledger.commitIntent(left);
        bench.ledger.record(
                Fill.ofOrder(new ExecutionId("left"), left, BigDecimal.ONE, new BigDecimal("1000"),
                        Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, Bench.START));
        bench.restart();
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.quote(PERP, 42_000, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
    }

    @Test
    void aDrawdownEndsEntriesAlsoAfterARestartWithRecoveredEquity() {
        RiskLimits limits = new RiskLimits(new BigDecimal("5000"), new BigDecimal("5000"), 20, Duration.ofSeconds(15),
                new BigDecimal("100000"), 0.03);
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), limits, PaperFaults.NONE);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.quote(PERP, 43_000, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DRAWDOWN);
        bench.restart();
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DRAWDOWN);
    }

    @Test
    void sendsNoEntryButEveryExitWhileHalted() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.halt(HaltState.UNREADABLE);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, 0.08));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.account().position(PERP)).isZero();
        assertThat(bench.refusals()).containsExactly(RiskRule.HALT_SWITCH_UNREADABLE);
    }

    @Test
    void entersNothingOnAnOldPrice() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0.001);
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.refusals()).containsExactly(RiskRule.STALE_DATA);
        double held = bench.engine.account().position(PERP);
        assertThat(held).isPositive().isLessThan(0.05);
    }

    @Test
    void leavesAtTheMarketWhereNoPriceComes() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMinutes(1));
        bench.bot.wish(Target.now(PERP, 0));
        bench.candle(PERP, 49_000);
        assertThat(bench.placed().getLast()).extracting(OrderRequest::effect, OrderRequest::terms)
                .containsExactly(Effect.REDUCE_ONLY, new Terms.Market());
        bench.quote(PERP, 48_000, 10);
        assertThat(bench.engine.account().position(PERP)).isZero();
    }

    @Test
    void anOldDecisionEntersNothingUntilTheBotSaysItAgain() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0.001);
        double held = bench.engine.account().position(PERP);
        bench.halt(HaltState.HALTED);
        bench.bot.fallSilent();
        for (int hour = 0; hour < 8; hour++) {
            bench.pass(Duration.ofHours(1));
            bench.quote(PERP, 50_000, 10);
        }
        bench.halt(HaltState.RUNNING);
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(held);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    @Test
    void aQuoteOlderThanThePriceKnownIsNoNews() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0);
        bench.bot.wish(Target.now(PERP, 0.08));
        bench.quote(PERP, 40_000, 10, Duration.ofSeconds(1));
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.placed()).extracting(OrderRequest::quantity).allSatisfy(
                quantity -> assertThat(quantity).isEqualByComparingTo("0.05"));
        assertThat(bench.engine.account().equity()).isGreaterThan(9_900);
    }

    @Test
    void judgesNoEquityByPricesOlderThanDataMayBe() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.09));
        bench.quote(PERP, 50_000, 10);
        bench.restart();
        bench.warmUp(PERP, 46_000);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.engine.tripped()).isEmpty();
        bench.quote(PERP, 46_000, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
    }

    @Test
    void endsEntriesAfterTheDailyLossAndSaysSoOnce() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.09));
        bench.quote(PERP, 50_000, 10);
        for (int step = 0; step < 3; step++) {
            bench.quote(PERP, 46_000, 10);
            bench.pass(Duration.ofSeconds(2));
        }
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.DAILY_LOSS);
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 46_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 46_000, 10);
        assertThat(bench.engine.account().position(PERP)).isZero();
    }

    @Test
    void anotherCapitalTripsNoLimit() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.01));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMinutes(2));
        for (String capital : List.of("1000", "100000", "10000")) {
            bench.restart(withCapital(capital));
            bench.quote(PERP, 50_000, 10);
            assertThat(bench.engine.tripped()).as("with a capital of %s", capital).isEmpty();
        }
    }

    @Test
    void moreCapitalInTheMiddleOfADayDoesNotSwitchTheDailyLossOff() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.09));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMinutes(2));
        bench.restart(withCapital("100000"));
        bench.quote(PERP, 46_000, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
    }

    private static EngineSettings withCapital(String capital) {
        return Bench.SETTINGS.withCapital(new BigDecimal(capital));
    }

    @Test
    void cutsAnEntryToThePositionLimit() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 3));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).singleElement()
                .satisfies(order -> assertThat(order.quantity()).isEqualByComparingTo("0.149"));
    }
}
