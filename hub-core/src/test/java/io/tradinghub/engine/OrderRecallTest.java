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
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;

/// What lives at the exchange under an id of the bot while the engine has no such order under way.
final class OrderRecallTest {
    private static final ClientOrderId LEFT = ClientOrderId.of(Bench.BOT,
            StartMark.of(Bench.START.minusSeconds(60), 7), 1);

    private static OrderRequest left(InstrumentId instrument, Side side, Effect effect) {
        return new OrderRequest(LEFT, instrument, side, BigDecimal.ONE, new OrderRequest.Terms.Market(), effect,
                Bench.START);
    }

    /// Starts from a ledger that does not know the order.
    private static EngineAlone start(OrderRequest left, String... executedBefore) {
        EngineAlone alone = new EngineAlone(new FoundLedger().snapshot(), left.instrument());
        alone.hear(new ExchangeEvent.LinkChanged(LinkState.UP, alone.now().wall()));
        alone.pass(Duration.ofSeconds(11));
        for (String quantity : executedBefore) {
            alone.hear(executed(left, quantity));
        }
        alone.hear(live(alone, left));
        alone.hear(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, alone.now().wall()));
        return alone;
    }

    private static ExchangeEvent live(EngineAlone alone, OrderRequest order) {
        return new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(),
                List.of(new AccountState.LiveOrder(order.instrument(), Optional.of(order.id()), false,
                        order.side(), order.quantity(), order.effect())),
                Map.of(), alone.now().wall()));
    }

    private static ExchangeEvent executed(OrderRequest order, String quantity) {
        return new ExchangeEvent.Executed(Fill.ofOrder(new ExecutionId("of " + quantity), order,
                new BigDecimal(quantity), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"),
                Fill.Liquidity.MAKER, Bench.START));
    }

    private static void goOn(EngineAlone alone, InstrumentId instrument, int seconds) {
        for (int second = 0; second < seconds; second++) {
            alone.pass(Duration.ofSeconds(1));
            alone.quote(instrument, 50_000);
        }
    }

    private static long cancels(EngineAlone alone) {
        return alone.commands.stream().filter(new EngineCommand.Cancel(alone.bot.subscription().instruments()
                .getFirst(), LEFT)::equals).count();
    }

    private static long resyncs(EngineAlone alone) {
        return alone.commands.stream().filter(EngineCommand.Resync.class::isInstance).count();
    }

    @Test
    void nothingEntersBesideAnOrderThatTheLedgerDoesNotKnowAndLostCancelsAreRepeated() {
        OrderRequest left = left(PERP, Side.SELL, Effect.ANY);
        EngineAlone alone = start(left);
        assertThat(cancels(alone)).isOne();
        alone.bot.wish(Target.now(PERP, -0.05));
        goOn(alone, PERP, 60);
        assertThat(alone.placed()).isEmpty();
        assertThat(cancels(alone)).isGreaterThanOrEqualTo(12);

        alone.hear(Told.seenAt(alone.now().wall(), left, OrderStatus.CANCELLED, "0"));
        goOn(alone, PERP, 2);
        assertThat(alone.placed()).hasSize(1);
    }

    @Test
    void whatItHadTradedIsWaitedForBeforeAnythingEnters() {
        OrderRequest left = left(PERP, Side.SELL, Effect.ANY);
        EngineAlone alone = start(left, "0.01");
        alone.bot.wish(Target.now(PERP, -0.05));
        alone.hear(Told.seenAt(alone.now().wall(), left, OrderStatus.CANCELLED, "0.03"));
        goOn(alone, PERP, 5);
        assertThat(alone.placed()).isEmpty();

        alone.hear(executed(left, "0.02"));
        goOn(alone, PERP, 2);
        assertThat(alone.placed()).extracting(OrderRequest::quantity).containsExactly(new BigDecimal("0.020"));
    }

    @Test
    void aSaleOnSpotThatWasLeftHoldsUpSalesOfTheSameCoins() {
        OrderRequest left = left(SPOT, Side.SELL, Effect.REDUCE_ONLY);
        EngineAlone alone = start(left);
        alone.hear(new ExchangeEvent.Executed(Executions.own(SPOT, "0.05", "50000")));
        alone.bot.wish(Target.now(SPOT, 0));
        goOn(alone, SPOT, 5);
        assertThat(alone.placed()).isEmpty();

        alone.hear(Told.seenAt(alone.now().wall(), left, OrderStatus.CANCELLED, "0"));
        goOn(alone, SPOT, 2);
        assertThat(alone.placed()).hasSize(1);
    }

    @Test
    void anOlderWordOfAnOrderThatHasEndedHoldsNothingUp() {
        OrderRequest left = left(PERP, Side.SELL, Effect.ANY);
        EngineAlone alone = start(left);
        ExchangeEvent older = live(alone, left);
        alone.hear(executed(left, "0.01"));
        alone.hear(Told.seenAt(alone.now().wall(), left, OrderStatus.CANCELLED, "0.01"));
        alone.hear(older);
        alone.hear(Told.seenAt(alone.now().wall(), left, OrderStatus.CANCELLED, "0.01"));
        alone.bot.wish(Target.now(PERP, -0.05));
        goOn(alone, PERP, 2);

        assertThat(alone.placed()).extracting(OrderRequest::quantity).containsExactly(new BigDecimal("0.040"));
    }

    @Test
    void anOrderThatTradedWholeIsNotAskedBackOnAnOlderWord() {
        OrderRequest left = left(PERP, Side.SELL, Effect.ANY);
        EngineAlone alone = start(left);
        ExchangeEvent older = live(alone, left);
        alone.hear(executed(left, "1"));
        long before = cancels(alone);
        alone.hear(older);

        assertThat(cancels(alone)).isEqualTo(before);
    }

    @Test
    void nothingEntersBesideAConcludedOrderThatHasTradedInPart() {
        OrderRequest left = left(PERP, Side.SELL, Effect.ANY);
        EngineAlone alone = new EngineAlone(new FoundLedger().concluded(left).snapshot(), PERP);
        alone.connect();
        alone.hear(executed(left, "0.01"));
        assertThat(cancels(alone)).isOne();
        alone.bot.wish(Target.now(PERP, -0.05));
        goOn(alone, PERP, 11);
        assertThat(alone.placed()).isEmpty();
        assertThat(cancels(alone)).as("a cancel that was lost is repeated").isGreaterThan(2);

        alone.hear(Told.seenAt(alone.now().wall(), left, OrderStatus.CANCELLED, "0.01"));
        goOn(alone, PERP, 2);
        assertThat(alone.placed()).extracting(OrderRequest::quantity).containsExactly(new BigDecimal("0.040"));
    }

    @Test
    void anExecutionOfAnotherProcessWhoseFrameWasLostIsAskedForSoonNotInMinutes() {
        OrderRequest left = left(PERP, Side.SELL, Effect.REDUCE_ONLY);
        EngineAlone alone = new EngineAlone(new FoundLedger().snapshot(), PERP);
        alone.connect();
        assertThat(resyncs(alone)).isOne();
        alone.hear(Told.seenAt(alone.now().wall(), left, OrderStatus.FILLED, "1"));
        goOn(alone, PERP, 10);

        assertThat(resyncs(alone)).isEqualTo(2);
    }

    @Test
    void whatWasHeardInFullIsNotAskedForAgainWhenItIsToldTwice() {
        EngineAlone alone = new EngineAlone(new FoundLedger().snapshot(), PERP);
        alone.connect();
        alone.bot.wish(Target.now(PERP, 0.05));
        alone.quote(PERP, 50_000);
        OrderRequest own = alone.placed().getFirst();
        for (OrderRequest order : List.of(left(PERP, Side.SELL, Effect.REDUCE_ONLY), own)) {
            alone.hear(executed(order, order.quantity().toPlainString()));
            for (int time = 0; time < 2; time++) {
                alone.hear(Told.seenAt(alone.now().wall(), order, OrderStatus.FILLED,
                        order.quantity().toPlainString()));
            }
        }
        alone.bot.fallSilent();
        goOn(alone, PERP, 11);

        assertThat(resyncs(alone)).isOne();
    }

    @Test
    void aConcludedOrderThatTheAccountShowsAsLiveIsTakenBack() {
        OrderRequest left = left(PERP, Side.SELL, Effect.ANY);
        EngineAlone alone = new EngineAlone(new FoundLedger().concluded(left).snapshot(), PERP);
        alone.connect();
        alone.hear(live(alone, left));
        goOn(alone, PERP, 6);

        assertThat(cancels(alone)).isEqualTo(2);
        assertThat(alone.engine.isEntering()).isTrue();
    }
}
