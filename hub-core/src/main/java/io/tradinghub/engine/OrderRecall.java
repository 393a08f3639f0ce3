package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.AccountState.LiveOrder;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.market.Category;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;

/// Takes back orders of this bot that live at the exchange although the engine has none such under way: an earlier
/// start left them and the ledger does not know them, or the engine had concluded that they were absent or refused.
///
/// From then on such an order is under way like any other: nothing enters its instrument, and it is cancelled and asked
/// about again and again, until the exchange tells that it has ended. One cancel may be lost, and an entry beside an
/// order that still rests doubles a position.
final class OrderRecall {
    private final Account account;
    private final OrderWatch watch;
    private final ExchangeLink link;
    private final Concluded concluded;
    private final OrderNumbers numbers;
    private final EngineTime time;
    private final CommandSink commands;

    OrderRecall(Account account, OrderWatch watch, ExchangeLink link, Concluded concluded, OrderNumbers numbers,
            EngineTime time, CommandSink commands) {
        this.account = account;
        this.watch = watch;
        this.link = link;
        this.concluded = concluded;
        this.numbers = numbers;
        this.time = time;
        this.commands = commands;
    }

    /// The exchange tells of an order that is not under way. Where that has traded more than is booked, the frame of an
    /// execution may be lost, and nobody else will ask for it.
    void seen(ExchangeEvent.OrderSeen seen) {
        ClientOrderId id = seen.report().id();
        if (numbers.isOwn(id) && seen.report().cumulativeQuantity().compareTo(concluded.executedOf(id)) > 0) {
            watch.doubt();
        }
        Optional<OrderRequest> request = concluded.find(id);
        InstrumentState state = account.find(seen.instrument());
        if (request.isEmpty() || state == null) {
            return;
        }
        if (seen.report().status().isClosed()) {
            concluded.remove(id);
        } else {
            takeBack(state, request.get());
        }
    }

    /// An order that is not under way has traded. If it is remembered it may go on trading.
    void executed(InstrumentState state, ClientOrderId id, BigDecimal quantity) {
        concluded.executed(id, quantity);
        concluded.find(id).ifPresent(request -> {
            commands.accept(new EngineCommand.LookUp(state.id(), id, time.steadyMillis()));
            takeBack(state, request);
        });
    }

    /// The exchange tells of every live order. Of one that a person passed over nobody knows whether it lives.
    void seen(AccountState seen) {
        for (LiveOrder live : seen.openOrders()) {
            if (!live.isStop()) {
                live.id().filter(id -> account.withOrder(id) == null && !link.isPassedOver(id))
                        .ifPresent(id -> liveButNotUnderWay(live, id, seen.asOf()));
            }
        }
    }

    private void liveButNotUnderWay(LiveOrder live, ClientOrderId id, Instant asOf) {
        Optional<OrderRequest> request = concluded.find(id)
                .or(() -> numbers.isOfEarlierStart(id) ? Optional.of(request(live, id, asOf)) : Optional.empty());
        InstrumentState state = account.find(live.instrument());
        if (request.isPresent() && state != null) {
            takeBack(state, request.get());
        } else if (request.isPresent()) {
            // nothing enters an instrument that is not traded; the next resync tells if the cancel was lost
            commands.accept(new EngineCommand.Cancel(live.instrument(), id));
        }
    }

    /// An order with the exchange's word for what it is; its terms matter no more.
    private static OrderRequest request(LiveOrder live, ClientOrderId id, Instant asOf) {
        boolean isSpotSale = live.instrument().category() == Category.SPOT && live.side() == Side.SELL;
        return new OrderRequest(id, live.instrument(), live.side(), live.quantity(), new Terms.Market(),
                isSpotSale ? Effect.REDUCE_ONLY : live.effect(), asOf);
    }

    /// It counts as filled only as far as executions are booked: a report may tell of one that is still to come.
    private void takeBack(InstrumentState state, OrderRequest request) {
        BigDecimal executed = concluded.executedOf(request.id());
        if (executed.compareTo(request.quantity()) >= 0) {
            return;
        }
        long nowMillis = time.steadyMillis();
        WorkingOrder.Open open = WorkingOrder.Open
                .found(request, executed, WorkingOrder.Stage.LIVE, nowMillis, nowMillis).cancelAsked(nowMillis);
        concluded.remove(request);
        state.orders().add(open);
        watch.schedule(state, open);
        commands.accept(new EngineCommand.Cancel(state.id(), request.id()));
    }

    /// An order has ended. The exchange may tell of it again, or show it as live by an older word.
    void ended(WorkingOrder.Closed order) {
        concluded.executed(order.request().id(), order.filled());
    }
}
