package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What the engine makes of an exchange that loses, refuses or withholds, and of a clock that lies.
final class EngineTroubleTest {
    private static final StartMark EARLIER = StartMark.of(Bench.START.minusSeconds(60), 7);

    @Test
    void asksAboutAnOrderOfUnknownFateAndNeverSendsItAgain() {
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS,
                losing(PaperFaults.Fate.ANSWER_LOST));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).hasSize(1);
        assertThat(bench.commands).contains(
                new EngineCommand.LookUp(PERP, bench.placed().getFirst().id(), bench.moment().steadyMillis()));
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    @Test
    void concludesOnlyAfterAWhileThatALostRequestNeverArrived() {
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS,
                losing(PaperFaults.Fate.REQUEST_LOST));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.placed()).hasSize(1);
        for (int second = 0; second < 4; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
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
        bench.ledger.events().stream().filter(Fill.class::isInstance).map(Fill.class::cast)
                .forEach(fill -> bench.hear(new ExchangeEvent.Executed(fill)));
        bench.hear(new ExchangeEvent.FundingPaid(payment));
        assertThat(held).isPositive();
        assertThat(bench.engine.account().position(PERP)).isEqualTo(held);
        assertThat(bench.engine.account().equity()).isEqualTo(equity);
    }

    @Test
    void anExitDoesNotWaitForEntriesThatFailed() {
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS,
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
                return request.isEntry() && !request.id().value().endsWith("-1")
                        ? Fate.REQUEST_LOST
                        : Fate.ANSWERED;
            }

            @Override
            public void deliver(ExchangeEvent event, ExchangeListener listener) {
                NONE.deliver(event, listener);
            }
        };
    }

    @Test
    void asksAboutAnOrderInAnInstrumentThatItNoLongerTrades() {
        Bench bench = Bench.trading(PERP);
        OrderRequest left = new OrderRequest(ClientOrderId.of(Bench.BOT, EARLIER, 1), SPOT, Side.BUY, BigDecimal.ONE,
                new OrderRequest.Terms.Market(), Effect.ANY, Bench.START.minusSeconds(60));
        bench.ledger.commitIntent(left);
        bench.restart();
        bench.pass(Duration.ofSeconds(6));
        assertThat(bench.lookUps()).extracting(EngineCommand.LookUp::id).contains(left.id());
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
            public void deliver(ExchangeEvent event, ExchangeListener listener) {
                NONE.deliver(event, listener);
            }
        };
    }

    @Test
    void findsItsPositionAfterARestartAndCancelsTheRestingOrderOfTheStartBefore() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        OrderRequest before = bench.placed().getFirst();
        bench.restart();
        assertThat(bench.ledger.status(before.id())).isEqualTo(OrderStatus.CANCELLED);
        bench.pass(Duration.ofSeconds(2));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).hasSize(2);
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
        bench.pass(Duration.ofSeconds(11));
        bench.runAhead(Duration.ZERO);
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 8; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 0.001);
        }
        assertThat(bench.engine.account().position(PERP)).isZero();
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.CLOCK_STEPPED);
    }

    @Test
    void saysOnceThatAnExitFailsAndTriesItOnAtTheMarketOnceASecond() {
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), RiskLimits.DEFAULTS, refusingExits());
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 600; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.announced()).containsExactly(RiskRule.FALLBACK_STOP, RiskRule.EXIT_FAILING);
        assertThat(bench.placed()).hasSizeBetween(550, 610);
        assertThat(bench.placed().getLast().terms()).isEqualTo(new OrderRequest.Terms.Market());
    }

    private static PaperFaults refusingExits() {
        return new PaperFaults() {
            @Override
            public Fate fateOf(OrderRequest request) {
                return request.effect() == Effect.REDUCE_ONLY ? Fate.REFUSED : Fate.ANSWERED;
            }

            @Override
            public void deliver(ExchangeEvent event, ExchangeListener listener) {
                NONE.deliver(event, listener);
            }
        };
    }

    @Test
    void anExecutionThatNeverComesHoldsUpNoExitAndEntriesUntilTheAccountAgrees() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.at(PERP, 0.07, 49_000));
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getLast();
        bench.hear(new ExchangeEvent.OrderSeen(
                new OrderReport(entry.id(), OrderStatus.CANCELLED, Optional.empty(), new BigDecimal("0.01"),
                        Optional.empty(), Instant.ofEpochMilli(bench.nowMillis())),
                PERP, entry.side(), entry.quantity()));
        bench.bot.wish(Target.now(PERP, 0));
        passWithQuotes(bench, 65);
        assertThat(bench.announced()).contains(RiskRule.EXECUTION_MISSING);
        assertThat(bench.engine.account().position(PERP)).isZero();
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.engine.account().position(PERP)).isZero();
        passWithQuotes(bench, 30);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    private static void passWithQuotes(Bench bench, int seconds) {
        for (int second = 0; second < seconds; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
    }

    @Test
    void booksAFillWhereNothingWasTradedAndSaysSo() {
        Bench bench = Bench.trading(PERP);
        bench.hear(new ExchangeEvent.Executed(new Fill(new ExecutionId("late"),
                Optional.of(ClientOrderId.of(Bench.BOT, EARLIER, 1)), Origin.ORDER, SPOT, Side.BUY, BigDecimal.ONE,
                new BigDecimal("1000"), Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, 0,
                Bench.START)));
        assertThat(bench.engine.account().position(SPOT)).isEqualTo(1);
        assertThat(bench.announced()).containsExactly(RiskRule.UNEXPECTED_FILL);
    }
}
