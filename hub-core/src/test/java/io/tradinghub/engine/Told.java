package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;

/// What an exchange may tell of orders and the account, at the moment of the bench.
final class Told {

    private Told() {}

    static ExchangeEvent seen(Bench bench, OrderRequest order, OrderStatus status, String filled) {
        return seenAt(now(bench), order, status, filled);
    }

    static ExchangeEvent seenAt(Instant at, OrderRequest order, OrderStatus status, String filled) {
        return new ExchangeEvent.OrderSeen(new OrderReport(order.id(), status, Optional.empty(),
                new BigDecimal(filled), Optional.empty(), at), order.instrument(), order.side(), order.quantity());
    }

    static ExchangeEvent executed(Bench bench, OrderRequest order, String execution, String quantity) {
        return new ExchangeEvent.Executed(Fill.ofOrder(new ExecutionId(execution), order, new BigDecimal(quantity),
                new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, now(bench)));
    }

    static ExchangeEvent received(Bench bench, OrderRequest order) {
        return new ExchangeEvent.Answered(order.id(), new Answer.Received(new ExchangeOrderId("x1"), now(bench)));
    }

    static ExchangeEvent refused(OrderRequest order, RefusalKind kind) {
        return new ExchangeEvent.Answered(order.id(), new Answer.Refused(kind, "no"));
    }

    static ExchangeEvent unanswered(OrderRequest order, Instant lastArrival) {
        return new ExchangeEvent.Answered(order.id(), new Answer.Unknown("no answer came", lastArrival));
    }

    /// What the account holds of one perpetual.
    static ExchangeEvent holds(Bench bench, InstrumentId perpetual, String quantity) {
        return account(bench, Map.of(perpetual, new BigDecimal(quantity)), Map.of());
    }

    static ExchangeEvent account(Bench bench, Map<InstrumentId, BigDecimal> positions,
            Map<InstrumentId, BigDecimal> stops, AccountState.LiveOrder... orders) {
        return new ExchangeEvent.AccountSeen(
                new AccountState(positions, stops, List.of(orders), Map.of(), now(bench)));
    }

    /// A live order to buy one coin.
    static AccountState.LiveOrder live(InstrumentId instrument, ClientOrderId id) {
        return live(instrument, Optional.of(id), Side.BUY, Effect.ANY);
    }

    static AccountState.LiveOrder live(InstrumentId instrument, Optional<ClientOrderId> id, Side side,
            Effect effect) {
        return new AccountState.LiveOrder(instrument, id, false, side, BigDecimal.ONE, effect);
    }

    static ExchangeEvent hasCoins(Bench bench, String coin, String free, AccountState.LiveOrder... orders) {
        return new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(), List.of(orders),
                Map.of(coin, new BigDecimal(free)), now(bench)));
    }

    static ExchangeEvent stopAt(InstrumentId instrument, String price) {
        return new ExchangeEvent.ProtectionSeen(instrument, Protection.stopAt(new BigDecimal(price)),
                Optional.empty());
    }

    static ExchangeEvent link(Bench bench, ExchangeEvent.LinkState state) {
        return new ExchangeEvent.LinkChanged(state, now(bench));
    }

    static List<ClientOrderId> cancelled(Bench bench) {
        return bench.commands.stream().filter(EngineCommand.Cancel.class::isInstance)
                .map(EngineCommand.Cancel.class::cast).map(EngineCommand.Cancel::id).toList();
    }

    static Instant now(Bench bench) {
        return Instant.ofEpochMilli(bench.nowMillis());
    }
}
