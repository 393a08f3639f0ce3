package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.Verdict;
import org.junit.jupiter.api.Test;

final class BotEngineTest {

    @Test
    void buysTheDifferenceOnceHoweverOftenItIsWanted() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.quote(PERP, 50_001, 10);
        bench.quote(PERP, 50_002, 10);
        assertThat(bench.placed()).singleElement().satisfies(order -> {
            assertThat(order.side()).isEqualTo(Side.BUY);
            assertThat(order.quantity()).isEqualByComparingTo("0.05");
            assertThat(order.terms()).isEqualTo(new Terms.Limit(new BigDecimal("50100.1"), OrderRequest.TimeInForce.IOC));
        });
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    @Test
    void givesTheSameCommandsForTheSameEvents() {
        assertThat(wander()).isEqualTo(wander());
    }

    private static List<EngineCommand> wander() {
        Bench bench = Bench.trading(PERP, SPOT);
        for (int step = 0; step < 50; step++) {
            bench.bot.wish(Target.now(PERP, Math.sin(step) / 20), Target.now(SPOT, Math.abs(Math.cos(step)) / 20));
            bench.quote(PERP, 50_000 + step, 0.02);
            bench.quote(SPOT, 50_000 - step, 0.02);
            bench.pass(Duration.ofSeconds(1));
        }
        return bench.commands;
    }

    @Test
    void closesBeforeItTurns() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, -0.03));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.placed()).extracting(OrderRequest::effect, order -> order.quantity().toPlainString())
                .containsExactly(tuple(Effect.ANY, "0.050"), tuple(Effect.REDUCE_ONLY, "0.050"), tuple(Effect.ANY, "0.030"));
        assertThat(bench.engine.account().position(PERP)).isEqualTo(-0.03);
    }

    @Test
    void triesAgainForWhatABookDidNotHold() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        for (int step = 0; step < 10; step++) {
            bench.quote(PERP, 50_000, 0.001);
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    @Test
    void asksAboutAnOrderOfUnknownFateAndNeverSendsItAgain() {
        Bench bench = new Bench(new Bench.WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS,
                losing(PaperFaults.Fate.ANSWER_LOST));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).hasSize(1);
        assertThat(bench.commands).contains(new EngineCommand.LookUp(PERP, bench.placed().getFirst().id()));
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    @Test
    void concludesOnlyAfterAWhileThatALostRequestNeverArrived() {
        Bench bench = new Bench(new Bench.WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS,
                losing(PaperFaults.Fate.REQUEST_LOST));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(3));
        assertThat(bench.placed()).hasSize(1);
        bench.pass(Duration.ofSeconds(3));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(3));
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.ledger.status(bench.placed().getFirst().id())).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void anExitDoesNotWaitForEntriesThatFailed() {
        Bench bench = new Bench(new Bench.WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS,
                losingEntriesAfterTheFirst());
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0.06));
        for (int second = 0; second < 200 || bench.engine.isBusy(); second++) {
            bench.quote(PERP, 50_000, 10);
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.placed()).hasSizeGreaterThan(5);
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 3; second++) {
            bench.quote(PERP, 50_000, 10);
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.engine.account().position(PERP)).isZero();
    }

    private static PaperFaults losingEntriesAfterTheFirst() {
        return new PaperFaults() {
            @Override
            public Fate fateOf(OrderRequest request) {
                return request.effect() == Effect.ANY && request.id().sequence() > 1 ? Fate.REQUEST_LOST : Fate.ANSWERED;
            }

            @Override
            public void deliver(LedgerEntry entry, ExchangeListener listener) {
                NONE.deliver(entry, listener);
            }
        };
    }

    @Test
    void asksAboutAnOrderInAnInstrumentThatItNoLongerTrades() {
        Bench bench = Bench.trading(PERP);
        OrderRequest left = new OrderRequest(ClientOrderId.of(Bench.BOT, 1), SPOT, Side.BUY, BigDecimal.ONE,
                new OrderRequest.Terms.Market(), Effect.ANY, Bench.START.minusSeconds(60));
        bench.ledger.commitIntent(left);
        bench.restart();
        bench.pass(Duration.ofSeconds(6));
        assertThat(bench.commands).contains(new EngineCommand.LookUp(SPOT, left.id()));
        assertThat(bench.ledger.status(left.id())).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void aPositionThatIsNoLongerTradedDoesNotSwitchTheLimitsOff() {
        Bench bench = Bench.trading(PERP);
        OrderRequest left = new OrderRequest(ClientOrderId.of(Bench.BOT, 1), SPOT, Side.BUY, BigDecimal.ONE,
                new OrderRequest.Terms.Market(), Effect.ANY, Bench.START);
        bench.ledger.commitIntent(left);
        bench.ledger.record(new Fill(new ExecutionId("left"), left.id(), SPOT, Side.BUY, BigDecimal.ONE, new BigDecimal("1000"),
                new Fee(BigDecimal.ZERO, "USDT", Fee.Asset.QUOTE), Fill.Liquidity.TAKER, Bench.START));
        bench.restart();
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.quote(PERP, 42_000, 10);
        assertThat(bench.engine.tripped()).contains(Verdict.Rule.DAILY_LOSS);
    }

    @Test
    void aDrawdownEndsEntriesAlsoAfterARestartWithRecoveredEquity() {
        RiskLimits limits = new RiskLimits(new BigDecimal("5000"), new BigDecimal("5000"), 20, Duration.ofSeconds(15),
                new BigDecimal("100000"), 0.03);
        Bench bench = new Bench(new Bench.WishingBot(List.of(PERP), List.of()), limits, PaperFaults.NONE);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.quote(PERP, 43_000, 10);
        assertThat(bench.engine.tripped()).contains(Verdict.Rule.DRAWDOWN);
        bench.restart();
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.tripped()).contains(Verdict.Rule.DRAWDOWN);
    }

    /// Loses the first request in the given way; the rest is in order.
    static PaperFaults losing(PaperFaults.Fate first) {
        return new PaperFaults() {
            private Fate next = first;

            @Override
            public Fate fateOf(OrderRequest request) {
                Fate fate = next;
                next = Fate.ANSWERED;
                return fate;
            }

            @Override
            public void deliver(LedgerEntry entry, ExchangeListener listener) {
                NONE.deliver(entry, listener);
            }
        };
    }

    @Test
    void findsItsPositionAndItsUnknownOrderAfterARestart() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.restart();
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).hasSize(1);
        bench.quote(PERP, 48_999, 10);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
        bench.restart();
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
        assertThat(bench.engine.account().entryPrice(PERP)).isEqualTo(49_000);
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
        assertThat(refusals(bench)).containsExactly(Verdict.Rule.HALT_SWITCH_UNREADABLE);
    }

    private static List<Verdict.Rule> refusals(Bench bench) {
        return bench.commands.stream().filter(EngineCommand.Refuse.class::isInstance).map(EngineCommand.Refuse.class::cast)
                .map(refuse -> refuse.refusal().rule()).toList();
    }

    @Test
    void takesARestingEntryBackWhenHalted() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.halt(HaltState.HALTED);
        assertThat(bench.commands).contains(new EngineCommand.Cancel(PERP, bench.placed().getFirst().id()));
        bench.quote(PERP, 48_000, 10);
        assertThat(bench.engine.account().position(PERP)).isZero();
    }

    @Test
    void movesARestingOrderWithItsPrice() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.at(PERP, 0.05, 49_500));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.placed()).extracting(OrderRequest::terms).containsExactly(
                new Terms.Limit(new BigDecimal("49000.0"), OrderRequest.TimeInForce.GTC),
                new Terms.Limit(new BigDecimal("49500.0"), OrderRequest.TimeInForce.GTC));
        assertThat(bench.ledger.status(bench.placed().getFirst().id())).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void entersNothingOnAnOldPriceAndLeavesAtTheMarket() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0.001);
        bench.pass(Duration.ofMinutes(1));
        assertThat(refusals(bench)).containsExactly(Verdict.Rule.STALE_DATA);
        double held = bench.engine.account().position(PERP);
        assertThat(held).isPositive().isLessThan(0.05);
    }

    @Test
    void judgesItsEquityByTheWarmUpUntilAQuoteComes() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.09));
        bench.quote(PERP, 50_000, 10);
        bench.restart();
        bench.warmUp(PERP, 46_000);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.engine.tripped()).contains(Verdict.Rule.DAILY_LOSS);
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
        assertThat(bench.engine.tripped()).contains(Verdict.Rule.DAILY_LOSS);
        assertThat(bench.ledger.events().stream().filter(LedgerEntry.RiskEvent.class::isInstance)).hasSize(1);
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 46_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 46_000, 10);
        assertThat(bench.engine.account().position(PERP)).isZero();
    }

    @Test
    void cutsAnEntryToThePositionLimit() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 3));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).singleElement().satisfies(order -> assertThat(order.quantity()).isEqualByComparingTo("0.149"));
    }

    @Test
    void sendsNothingWhileTheLedgerIsAway() {
        Bench bench = Bench.trading(PERP);
        bench.ledger(EngineEvent.LedgerState.AWAY);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).isEmpty();
        bench.ledger(EngineEvent.LedgerState.AVAILABLE);
        assertThat(bench.placed()).hasSize(1);
    }

    @Test
    void refusesATargetOutsideTheSubscription() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(SPOT, 0.05));
        assertThatThrownBy(() -> bench.quote(PERP, 50_000, 10)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not among its instruments");
    }
}
