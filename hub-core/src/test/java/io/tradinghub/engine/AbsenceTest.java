package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.AbsenceProof.Source;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// "No such order" is believed only when it proves something.
final class AbsenceTest {
    /// An order may still arrive 10 s after it was sent.
    private final Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), EngineSettings.DEFAULTS,
            RiskLimits.DEFAULTS, mute());

    /// An exchange that takes every request and never says a word of it.
    private static PaperFaults mute() {
        return new PaperFaults() {
            @Override
            public Fate fateOf(OrderRequest request) {
                return Fate.REQUEST_LOST;
            }

            @Override
            public void deliver(ExchangeEvent event, ExchangeListener listener) {
                NONE.deliver(event, listener);
            }
        };
    }

    private OrderRequest send() {
        bench.pass(Duration.ofSeconds(11)); // a new start waits for as long as a request of the one before may arrive
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        return bench.placed().getLast();
    }

    private void absent(OrderRequest order, Source... answered) {
        bench.hear(new ExchangeEvent.NoSuchOrder(order.id(), new AbsenceProof(bench.moment().steadyMillis(),
                answered.length == 0 ? EnumSet.allOf(Source.class) : EnumSet.copyOf(List.of(answered)))));
    }

    private boolean isConcluded(OrderRequest order) {
        return bench.ledger.status(order.id()).isClosed();
    }

    @Test
    void anOrderThatMayStillArriveIsNotAbsent() {
        OrderRequest order = send();
        for (int second = 1; second < 10; second++) {
            bench.pass(Duration.ofSeconds(1));
            absent(order);
        }
        assertThat(isConcluded(order)).isFalse();
        bench.pass(Duration.ofSeconds(1));
        absent(order);
        bench.pass(Duration.ofSeconds(1));
        absent(order);
        assertThat(isConcluded(order)).as("two proofs, but 1 s apart").isFalse();
        bench.pass(Duration.ofSeconds(1));
        absent(order);
        assertThat(isConcluded(order)).isTrue();
    }

    @Test
    void aForwardStepOfTheClockIsNoTimeThatPassed() {
        OrderRequest order = send();
        bench.runAhead(Duration.ofMinutes(10));
        bench.pass(Duration.ofSeconds(1));
        absent(order);
        bench.pass(Duration.ofSeconds(2));
        absent(order);
        assertThat(isConcluded(order)).isFalse();
    }

    @Test
    void aLateAnswerToAnEarlyQuestionProvesNothing() {
        OrderRequest order = send();
        AbsenceProof early = AbsenceProof.full(bench.moment().steadyMillis() + 1_000);
        bench.pass(Duration.ofSeconds(30));
        bench.hear(new ExchangeEvent.NoSuchOrder(order.id(), early));
        bench.hear(new ExchangeEvent.NoSuchOrder(order.id(), early));
        assertThat(isConcluded(order)).isFalse();
    }

    @Test
    void everySourceMustHaveAnsweredInFull() {
        OrderRequest order = send();
        for (int second = 0; second < 60; second++) {
            bench.pass(Duration.ofSeconds(1));
            absent(order, Source.REALTIME, Source.HISTORY);
        }
        assertThat(isConcluded(order)).isFalse();
    }

    @Test
    void anAcknowledgedOrderIsEndedWhenItWasAbsentForADayWhileTheAccountAgreed() {
        OrderRequest order = send();
        bench.hear(new ExchangeEvent.Answered(order.id(),
                new Answer.Received(new ExchangeOrderId("x1"), Instant.ofEpochMilli(bench.nowMillis()))));
        bench.pass(Duration.ofHours(25));
        absent(order);
        assertThat(isConcluded(order)).as("one look-up that misses an order of yesterday proves nothing").isFalse();
        for (int hour = 0; hour < 23; hour++) {
            bench.pass(Duration.ofHours(1));
            absent(order);
        }
        bench.pass(Duration.ofHours(2));
        absent(order);
        assertThat(isConcluded(order)).as("nobody knows what the account holds").isFalse();
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(), List.of(), Map.of(),
                Instant.ofEpochMilli(bench.nowMillis()))));
        absent(order);
        assertThat(bench.ledger.status(order.id())).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void theFillOfAConcludedOrderIsBookedAndTheOrderIsAskedAboutAgain() {
        OrderRequest order = concluded();
        int before = bench.lookUps().size();
        bench.hear(new ExchangeEvent.Executed(Fill.ofOrder(new ExecutionId("late"), order, new BigDecimal("0.02"),
                new BigDecimal("50000"), Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.TAKER,
                Instant.ofEpochMilli(bench.nowMillis()))));
        assertThat(bench.held(PERP)).isEqualTo(0.02);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.02");
        assertThat(bench.lookUps()).hasSizeGreaterThan(before);
    }

    @Test
    void aConcludedOrderThatLivesIsCancelled() {
        OrderRequest order = concluded();
        bench.hear(new ExchangeEvent.OrderSeen(new OrderReport(order.id(), OrderStatus.ACCEPTED, Optional.empty(),
                BigDecimal.ZERO, Optional.empty(), Instant.ofEpochMilli(bench.nowMillis())), PERP, order.side(),
                order.quantity()));
        assertThat(bench.commands).contains(new EngineCommand.Cancel(PERP, order.id()));
        assertThat(bench.engine.isEntering()).isTrue();
    }

    @Test
    void whatWasConcludedIsAskedAboutAtTheNextResync() {
        OrderRequest order = concluded();
        bench.commands.clear();
        bench.hear(
                new ExchangeEvent.LinkChanged(ExchangeEvent.LinkState.DOWN, Instant.ofEpochMilli(bench.nowMillis())));
        bench.hear(new ExchangeEvent.LinkChanged(ExchangeEvent.LinkState.UP, Instant.ofEpochMilli(bench.nowMillis())));
        assertThat(bench.lookUps()).extracting(EngineCommand.LookUp::id).contains(order.id());
    }

    private OrderRequest concluded() {
        OrderRequest order = send();
        bench.pass(Duration.ofSeconds(11));
        absent(order);
        bench.pass(Duration.ofSeconds(3));
        absent(order);
        assertThat(isConcluded(order)).isTrue();
        bench.bot.fallSilent();
        return order;
    }

    @Test
    void aDuplicateThatIsAnotherOrderIsToldAndCountsForNothing() {
        OrderRequest order = send();
        bench.hear(new ExchangeEvent.Answered(order.id(),
                new Answer.Refused(RefusalKind.DUPLICATE, "OrderLinkedID is duplicate")));
        assertThat(bench.engine.isEntering()).isTrue();
        bench.hear(new ExchangeEvent.OrderSeen(new OrderReport(order.id(), OrderStatus.FILLED, Optional.empty(),
                new BigDecimal("7"), Optional.empty(), Instant.ofEpochMilli(bench.nowMillis())), PERP, order.side(),
                new BigDecimal("7")));
        assertThat(bench.announced()).contains(RiskRule.DUPLICATE_ID);
        assertThat(bench.engine.isEntering()).isFalse();
    }

    @Test
    void anAcknowledgedOrderThatEndedUnheardIsAskedAboutAfterSeconds() {
        OrderRequest order = send();
        bench.hear(new ExchangeEvent.Answered(order.id(),
                new Answer.Received(new ExchangeOrderId("x1"), Instant.ofEpochMilli(bench.nowMillis()))));
        bench.commands.clear();
        bench.pass(Duration.ofSeconds(6));
        assertThat(bench.lookUps()).extracting(EngineCommand.LookUp::id).contains(order.id());
    }

    @Test
    void aReportOlderThanOneHeardChangesNothing() {
        OrderRequest order = send();
        Instant now = Instant.ofEpochMilli(bench.nowMillis());
        bench.hear(new ExchangeEvent.OrderSeen(new OrderReport(order.id(), OrderStatus.PARTIALLY_FILLED,
                Optional.empty(), new BigDecimal("0.02"), Optional.empty(), now), PERP, order.side(),
                order.quantity()));
        bench.hear(new ExchangeEvent.OrderSeen(new OrderReport(order.id(), OrderStatus.CANCELLED, Optional.empty(),
                BigDecimal.ZERO, Optional.empty(), now.minusSeconds(5)), PERP, order.side(), order.quantity()));
        assertThat(bench.engine.isEntering()).isTrue();
    }
}
