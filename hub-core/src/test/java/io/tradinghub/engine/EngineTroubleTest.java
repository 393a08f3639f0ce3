package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskLimits;
import org.junit.jupiter.api.Test;

/// What the engine makes of an exchange that loses, refuses or withholds, and of a clock that lies.
final class EngineTroubleTest {

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
    void booksNothingTwiceThatTheLedgerKnewAtTheStart() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 0.02);
        FundingPayment payment = new FundingPayment(new ExecutionId("f1"), PERP, BigDecimal.TEN,
                new BigDecimal("0.0001"),
                new BigDecimal("0.02"), Bench.START);
        bench.ledger.record(payment);
        bench.restart();
        double held = bench.engine.account().position(PERP);
        double equity = bench.engine.account().equity();
        long now = Bench.START.toEpochMilli();
        List.copyOf(bench.ledger.events()).stream().filter(Fill.class::isInstance).map(Fill.class::cast)
                .forEach(fill -> bench.engine.on(new EngineEvent.Filled(fill, now)));
        bench.engine.on(new EngineEvent.FundingPaid(payment, now));
        assertThat(held).isPositive();
        assertThat(bench.engine.account().position(PERP)).isEqualTo(held);
        assertThat(bench.engine.account().equity()).isEqualTo(equity);
    }

    @Test
    void anExitDoesNotWaitForEntriesThatFailed() {
        Bench bench = new Bench(new Bench.WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS,
                losingEntriesAfterTheFirst());
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0.06));
        for (int second = 0; second < 200 || bench.engine.isEntering(); second++) {
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
                return request.effect() == Effect.ANY && request.id().sequence() > 1
                        ? Fate.REQUEST_LOST
                        : Fate.ANSWERED;
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
    void aClockThatRanAheadHoldsNothingUp() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.runAhead(Duration.ofHours(2));
        bench.pass(Duration.ofSeconds(1));
        bench.runAhead(Duration.ZERO);
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 8; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 0.001);
        }
        assertThat(bench.engine.account().position(PERP)).isZero();
        assertThat(bench.announced()).containsExactly("CLOCK_STEPPED");
    }

    @Test
    void saysOnceThatAnExitIsRefusedAndTriesItSeldom() {
        Bench bench = new Bench(new Bench.WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS, refusingExits());
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 600; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.announced()).containsExactly("EXIT_REFUSED");
        assertThat(bench.placed()).hasSizeBetween(20, 30);
    }

    private static PaperFaults refusingExits() {
        return new PaperFaults() {
            @Override
            public Fate fateOf(OrderRequest request) {
                return request.effect() == Effect.REDUCE_ONLY ? Fate.REFUSED : Fate.ANSWERED;
            }

            @Override
            public void deliver(LedgerEntry entry, ExchangeListener listener) {
                NONE.deliver(entry, listener);
            }
        };
    }

    @Test
    void anExecutionThatNeverComesHoldsUpEntriesButNoExit() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.at(PERP, 0.07, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.hear(new OrderReport(bench.placed().getLast().id(), OrderStatus.CANCELLED, Optional.empty(),
                new BigDecimal("0.01"), Optional.empty(), Bench.START));
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 120; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.announced()).containsExactly("EXECUTION_MISSING");
        assertThat(bench.engine.account().position(PERP)).isZero();
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.account().position(PERP)).isZero();
    }

    @Test
    void booksAFillWhereNothingWasTradedAndSaysSo() {
        Bench bench = Bench.trading(PERP);
        bench.engine.on(
                new EngineEvent.Filled(new Fill(new ExecutionId("late"), ClientOrderId.of(Bench.BOT, 1), SPOT, Side.BUY,
                        BigDecimal.ONE, new BigDecimal("1000"), new Fee(BigDecimal.ZERO, "USDT", Fee.Asset.QUOTE),
                        Fill.Liquidity.TAKER, Bench.START), Bench.START.toEpochMilli()));
        bench.settle();
        assertThat(bench.engine.account().position(SPOT)).isEqualTo(1);
        assertThat(bench.announced()).containsExactly("UNEXPECTED_FILL");
    }
}
