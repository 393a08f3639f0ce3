package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.HaltState;
import org.junit.jupiter.api.Test;

/// An order that is taken back lives until the exchange says that it does not.
final class CancelledOrderTest {
    private final Bench bench = Bench.trading(PERP);

    /// A resting entry that is asked to be cancelled by an exchange that says nothing more.
    private OrderRequest takenBack() {
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.halt(HaltState.HALTED);
        OrderRequest entry = bench.placed().getFirst();
        assertThat(Told.cancelled(bench)).containsExactly(entry.id());
        return entry;
    }

    @Test
    void aCancelThatWasLostIsRepeatedUntilTheOrderIsGone() {
        OrderRequest entry = takenBack();
        bench.pass(Duration.ofMillis(4_999));
        assertThat(Told.cancelled(bench)).as("the exchange has 5 s to say that it is gone").hasSize(1);
        bench.pass(Duration.ofMillis(1));
        assertThat(Told.cancelled(bench)).containsExactly(entry.id(), entry.id());
        bench.pass(Duration.ofMillis(1_999));
        assertThat(Told.cancelled(bench)).hasSize(2);
        bench.pass(Duration.ofMillis(1));
        assertThat(Told.cancelled(bench)).as("then again every 2 s").hasSize(3);
        assertThat(bench.lookUps()).as("and it is asked about each time").hasSize(2);

        bench.hear(Told.seen(bench, entry, OrderStatus.CANCELLED, "0"));
        bench.pass(Duration.ofMinutes(1));
        assertThat(Told.cancelled(bench)).hasSize(3);
    }

    @Test
    void aPartialFillWhileAnOrderIsTakenBackLeavesItUnderWay() {
        OrderRequest entry = takenBack();
        bench.hear(Told.executed(bench, entry, "part", "0.02"));

        assertThat(bench.held(PERP)).isEqualTo(0.02);
        assertThat(bench.engine.isEntering()).as("the rest may still trade").isTrue();
        bench.pass(Duration.ofSeconds(6));
        assertThat(Told.cancelled(bench)).as("and is asked back again").hasSizeGreaterThan(1);
        bench.hear(Told.executed(bench, entry, "rest", "0.03"));
        assertThat(bench.held(PERP)).isEqualTo(0.05);
        assertThat(bench.engine.isEntering()).isFalse();
    }

    @Test
    void aReportOfAPartialFillWhileAnOrderIsTakenBackLeavesItToBeTakenBack() {
        OrderRequest entry = takenBack();
        bench.hear(Told.seen(bench, entry, OrderStatus.PARTIALLY_FILLED, "0.02"));
        bench.pass(Duration.ofSeconds(6));

        assertThat(bench.engine.isEntering()).isTrue();
        assertThat(Told.cancelled(bench)).hasSizeGreaterThan(1);
    }

    @Test
    void theExecutionOfAnOrderThatEndedTakenBackIsWaitedFor() {
        OrderRequest entry = takenBack();
        bench.hear(Told.seen(bench, entry, OrderStatus.CANCELLED, "0.02"));
        assertThat(bench.engine.isEntering()).as("0.02 were filled and have not come").isTrue();
        bench.hear(Told.executed(bench, entry, "a", "0.01"));
        assertThat(bench.engine.isEntering()).as("half of it has come").isTrue();
        bench.hear(Told.executed(bench, entry, "b", "0.01"));

        assertThat(bench.engine.isEntering()).isFalse();
        assertThat(bench.held(PERP)).isEqualTo(0.02);
    }

    @Test
    void anOrderTakenBackIsNoFailureAfterWhichEntriesWait() {
        OrderRequest entry = takenBack();
        bench.hear(Told.seen(bench, entry, OrderStatus.CANCELLED, "0"));
        bench.isHeard = true;
        bench.halt(HaltState.RUNNING);
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 50_000, 10);

        assertThat(bench.placed()).hasSize(2);
    }

    @Test
    void anOrderThatTheExchangeTookAndThenRefusedIsGoneAndTriedAgain() {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getFirst();
        bench.hear(Told.received(bench, entry));
        bench.hear(Told.seen(bench, entry, OrderStatus.REJECTED, "0"));

        assertThat(bench.engine.isEntering()).isFalse();
        bench.pass(Duration.ofMillis(999));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).as("it failed: the next waits").hasSize(1);
        bench.pass(Duration.ofMillis(1));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.placed().getLast().quantity()).isEqualByComparingTo("0.05");
    }

    @Test
    void aRefusalThatComesAfterTheExchangeTookTheOrderEndsNothing() {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getFirst();
        bench.hear(Told.received(bench, entry));
        bench.hear(Told.refused(entry, RefusalKind.FIXABLE));

        assertThat(bench.engine.isEntering()).isTrue();
    }

    @Test
    void aRefusalThatComesAfterAnExecutionEndsNothing() {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getFirst();
        ExchangeEvent part = Told.executed(bench, entry, "part", "0.02");
        bench.hear(part);
        bench.hear(Told.refused(entry, RefusalKind.FIXABLE));

        assertThat(bench.engine.isEntering()).isTrue();
        assertThat(bench.held(PERP)).isEqualTo(0.02);
    }

    @Test
    void aRestingOrderThatTheExchangeEndedUnaskedIsPlacedAnew() {
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(3));
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.hear(Told.seen(bench, bench.placed().getFirst(), OrderStatus.CANCELLED, "0"));
        assertThat(bench.engine.isEntering()).isFalse();
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 50_000, 10);

        assertThat(bench.placed()).hasSize(2);
    }

    @Test
    void anExitWhoseExecutionIsOverdueHoldsUpNoFurtherExit() {
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.02));
        bench.quote(PERP, 50_000, 10);
        OrderRequest exit = bench.placed().getLast();
        bench.hear(Told.seen(bench, exit, OrderStatus.CANCELLED, "0.01"));
        for (int second = 0; second < 59; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.placed()).as("0.01 may have been sold").hasSize(2);
        for (int second = 0; second < 3; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.placed()).hasSize(3);
        assertThat(bench.placed().getLast().isEntry()).isFalse();
    }
}
