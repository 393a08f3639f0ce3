package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;

import io.tradinghub.bot.Target;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import org.junit.jupiter.api.Test;

/// Orders that stay in the book: which of them stay, and which are taken back.
final class RestingOrderTest {
    private static final StartMark EARLIER = StartMark.of(Bench.START.minusSeconds(60), 7);

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
    void takesEveryRestingOrderOfTheStartBeforeBack() {
        Bench bench = Bench.trading(PERP, SPOT);
        bench.bot.wish(Target.now(PERP, 0.05), Target.at(SPOT, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.quote(SPOT, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.at(PERP, 0, 51_000));
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        bench.restart();
        assertThat(bench.placed()).filteredOn(OrderRequest::rests).hasSize(2)
                .allSatisfy(order -> assertThat(bench.ledger.status(order.id())).isEqualTo(OrderStatus.CANCELLED));
    }

    @Test
    void takesARestingEntryBackInAnInstrumentThatItNoLongerTrades() {
        Bench bench = Bench.trading(PERP);
        bench.exchange.onMarket(new MarketEvent.RulesPublished(Bench.instrument(SPOT)));
        OrderRequest left = new OrderRequest(ClientOrderId.of(Bench.BOT, EARLIER, 1), SPOT, Side.BUY, BigDecimal.ONE,
                new Terms.Limit(new BigDecimal("49000"), OrderRequest.TimeInForce.GTC), Effect.ANY, Bench.START);
        bench.ledger.commitIntent(left);
        bench.exchange.place(left);
        bench.restart();
        for (int second = 0; second < 20; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.ledger.status(left.id())).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void takesARestingEntryBackAlsoWhileTheLedgerIsAway() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.ledgerGoesAway();
        bench.halt(HaltState.HALTED);
        assertThat(bench.commands).contains(new EngineCommand.Cancel(PERP, bench.placed().getFirst().id()));
    }

    @Test
    void leavesNoRestingEntryInAMarketThatItCannotSee() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.at(PERP, 0.05, 49_000));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(15));
        assertThat(bench.commands).doesNotHaveAnyElementsOfTypes(EngineCommand.Cancel.class);
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.commands).contains(new EngineCommand.Cancel(PERP, bench.placed().getFirst().id()));
    }

    @Test
    void aRestingExitStaysWhileHaltedAndUnwatched() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.at(PERP, 0, 51_000));
        bench.quote(PERP, 50_000, 10);
        bench.halt(HaltState.HALTED);
        bench.bot.fallSilent();
        bench.pass(Duration.ofMinutes(5));
        assertThat(bench.commands).doesNotHaveAnyElementsOfTypes(EngineCommand.Cancel.class);
        assertThat(bench.engine.isEntering()).isFalse();
    }

    @Test
    void movingARestingEntryIsNoFailure() {
        Bench bench = Bench.trading(PERP);
        for (int minute = 0; minute < 10; minute++) {
            bench.bot.wish(Target.at(PERP, 0.05, 49_000 + minute));
            bench.quote(PERP, 50_000, 10);
            for (int second = 0; second < 5; second++) {
                bench.pass(Duration.ofSeconds(1));
                bench.quote(PERP, 50_000, 10);
            }
            assertThat(bench.placed()).as("orders in minute %d", minute).hasSize(minute + 1);
            bench.pass(Duration.ofSeconds(10));
        }
    }

    @Test
    void aRestingPriceBelowOneTickIsOneTick() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.at(PERP, 99, 0.04));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).singleElement().extracting(OrderRequest::terms)
                .isEqualTo(new Terms.Limit(new BigDecimal("0.1"), OrderRequest.TimeInForce.GTC));
    }
}
