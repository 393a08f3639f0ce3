package io.tradinghub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.AccountState.LiveOrder;
import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;

/// What every [Exchange] promises where nothing is lost on the way: all that the engine relies on. Every adapter and
/// every fake passes it.
public abstract class ExchangeContract extends ExchangeOrderContract {

    private void protect(Protection protection) {
        exchange().protect(PERP, protection);
        settle();
    }

    private static Protection stopAt(String price) {
        return Protection.stopAt(new BigDecimal(price));
    }

    private static ProtectionSeen resting(Protection protection) {
        return new ProtectionSeen(PERP, protection, Optional.empty());
    }

    private void assertStopped(Side side, String quantity) {
        assertThat(foreignExecutions()).singleElement().satisfies(fill -> {
            assertThat(fill.origin()).isEqualTo(Origin.STOP);
            assertThat(fill.orderId()).isEmpty();
            assertThat(fill.instrument()).isEqualTo(PERP);
            assertThat(fill.side()).isEqualTo(side);
            assertThat(fill.quantity()).isEqualByComparingTo(quantity);
        });
        assertThat(protection()).isEqualTo(resting(Protection.none()));
        assertThat(resync().positions().getOrDefault(PERP, BigDecimal.ZERO)).isZero();
    }

    // ---- stops

    @Test
    void aStopIsSetMovedAndTakenAway() {
        place(market(Side.BUY, "0.05"));
        protect(stopAt("49000"));
        ProtectionSeen set = protection();
        protect(stopAt("49500"));
        ProtectionSeen moved = protection();
        Map<InstrumentId, BigDecimal> stops = resync().stops();
        protect(Protection.none());
        assertThat(set).isEqualTo(resting(stopAt("49000")));
        assertThat(moved).isEqualTo(resting(stopAt("49500")));
        assertThat(stops).hasSize(1).hasEntrySatisfying(PERP, at -> assertThat(at).isEqualByComparingTo("49500"));
        assertThat(protection()).isEqualTo(resting(Protection.none()));
        assertThat(resync().stops()).isEmpty();
        marketMovesTo("48000", "48000.1", 10);
        assertThat(foreignExecutions()).isEmpty();
    }

    @Test
    void aStopClosesAWholeLongOnceThePriceReachesIt() {
        place(market(Side.BUY, "0.05"));
        protect(stopAt("49500"));
        marketMovesTo("49500.1", "49500.2", 10);
        assertThat(foreignExecutions()).isEmpty();
        marketMovesTo("49400", "49400.1", 10);
        marketMovesTo("49300", "49300.1", 10);
        assertStopped(Side.SELL, "0.05");
    }

    @Test
    void aStopClosesAWholeShortOnceThePriceReachesIt() {
        place(market(Side.SELL, "0.05"));
        protect(stopAt("50500"));
        marketMovesTo("50499.8", "50499.9", 10);
        assertThat(foreignExecutions()).isEmpty();
        marketMovesTo("50600", "50600.1", 10);
        marketMovesTo("50700", "50700.1", 10);
        assertStopped(Side.BUY, "0.05");
    }

    @Test
    void aStopEndsWithItsPosition() {
        place(market(Side.BUY, "0.05"));
        protect(stopAt("49500"));
        place(exit(Side.SELL, "0.02"));
        assertThat(protection()).isEqualTo(resting(stopAt("49500")));
        place(exit(Side.SELL, "0.03"));
        assertThat(protection()).isEqualTo(resting(Protection.none()));
        place(market(Side.BUY, "0.01"));
        assertThat(resync().stops()).isEmpty();
        marketMovesTo("49000", "49000.1", 10);
        assertThat(foreignExecutions()).isEmpty();
    }

    @Test
    void whereNothingIsHeldNoStopIsSetAndItIsSaidWhy() {
        protect(stopAt("49000"));
        assertThat(protection().protection()).isEqualTo(Protection.none());
        assertThat(protection().refusal()).isPresent();
        assertThat(resync().stops()).isEmpty();
    }

    @Test
    void anEntryBringsItsStop() {
        place(withStop(limit(Side.BUY, "0.05", "50000.1", TimeInForce.IOC), "49500"));
        assertThat(protection()).isEqualTo(resting(stopAt("49500")));
        marketMovesTo("49400", "49400.1", 10);
        assertStopped(Side.SELL, "0.05");
    }

    @Test
    void anEntryThatOnlyShrinksTheOtherSideLeavesItsStopAlone() {
        place(market(Side.SELL, "0.05"));
        protect(stopAt("50500"));
        place(withStop(market(Side.BUY, "0.01"), "49500"));
        assertThat(protection()).isEqualTo(resting(stopAt("50500")));
        marketMovesTo("50000", "50000.1", 10);
        assertThat(foreignExecutions()).isEmpty();
    }

    // ---- the account

    @Test
    void theConnectionIsUpFirst() {
        assertThat(told).first().isInstanceOfSatisfying(LinkChanged.class,
                change -> assertThat(change.state()).isEqualTo(LinkState.UP));
    }

    @Test
    void aResyncTellsTheExecutionsTheAccountAndThenThatItIsDone() {
        OrderRequest first = place(market(Side.BUY, "0.02"));
        Instant since = executionsOf(place(market(Side.BUY, "0.03"))).getFirst().executedAt();
        OrderRequest open = place(limit(Side.BUY, "0.01", "49000", TimeInForce.GTC));
        tradeByHand(PERP, Side.SELL, new BigDecimal("0.01"));
        settle();
        told.clear();
        AccountState account = resync(since);
        assertThat(account.positions().get(PERP)).isEqualByComparingTo("0.04");
        assertThat(account.openOrders()).containsExactly(new LiveOrder(PERP, Optional.of(open.id()), false,
                Side.BUY, new BigDecimal("0.01"), Effect.ANY));
        assertThat(quantity(executions().stream().filter(fill -> !fill.orderId().equals(Optional.of(first.id())))
                .toList())).isEqualByComparingTo("0.04");
        LinkChanged done = all(LinkChanged.class).getLast();
        assertThat(told).last().isEqualTo(done);
        assertThat(all(AccountSeen.class)).isNotEmpty();
        assertThat(all(Executed.class)).allSatisfy(
                event -> assertThat(event.fill().executedAt()).isBeforeOrEqualTo(done.at()));
    }

    @Test
    void aResyncTellsWhatARestingOrderExecutedInParts() {
        OrderRequest resting = place(limit(Side.BUY, "0.05", "49900", TimeInForce.GTC));
        marketMovesTo("49899", "49900", 0.02);
        marketMovesTo("49899", "49900", 0.01);
        told.clear();
        resync();
        assertThat(executed(resting)).isEqualByComparingTo("0.03");
    }

    @Test
    void whatAPersonTradesIsToldAsNoOrderOfTheBots() {
        tradeByHand(PERP, Side.SELL, new BigDecimal("0.02"));
        settle();
        Fill once = assertThat(executions()).singleElement().actual();
        told.clear();
        AccountState account = resync(once.executedAt());
        assertThat(executions()).containsExactly(once);
        assertThat(once.origin()).isEqualTo(Origin.MANUAL);
        assertThat(once.orderId()).isEmpty();
        assertThat(once.side()).isEqualTo(Side.SELL);
        assertThat(account.positions().get(PERP)).isEqualByComparingTo("-0.02");
    }

    @Test
    void freeCoinsAreWhatNoOrderHoldsBack() {
        place(order(SPOT, Side.BUY, "0.1", new Terms.Market(), Effect.ANY));
        BigDecimal bought = held(SPOT);
        place(order(SPOT, Side.BUY, "0.02", at("49000", TimeInForce.GTC), Effect.ANY));
        place(limit(Side.SELL, "0.03", "52000", TimeInForce.GTC));
        assertThat(resync().freeCoins().get("BTC")).isEqualByComparingTo(bought);
        OrderRequest resting = place(order(SPOT, Side.SELL, "0.05", at("50100", TimeInForce.GTC), Effect.ANY));
        assertThat(resync().freeCoins().get("BTC")).isEqualByComparingTo(bought.subtract(new BigDecimal("0.05")));
        marketMovesTo("50100", "50100.1", 0.02);
        assertThat(resync().freeCoins().get("BTC")).isEqualByComparingTo(bought.subtract(new BigDecimal("0.05")));
        cancel(resting);
        assertThat(resync().freeCoins().get("BTC")).isEqualByComparingTo(bought.subtract(new BigDecimal("0.02")));
    }
}
