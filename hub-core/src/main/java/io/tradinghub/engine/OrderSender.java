package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;

/// Makes orders, notes them as under way, and asks to cancel them.
final class OrderSender {
    private final EngineSettings.Timing timing;
    private final OrderNumbers numbers;
    private final EngineTime time;
    private final CommandSink commands;

    OrderSender(EngineSettings.Timing timing, OrderNumbers numbers, EngineTime time, CommandSink commands) {
        this.timing = timing;
        this.numbers = numbers;
        this.time = time;
        this.commands = commands;
    }

    /// An order that makes a position smaller, not sent yet.
    OrderRequest exit(InstrumentState state, Side side, BigDecimal quantity, Terms terms) {
        return new OrderRequest(numbers.next(), state.id(), side, quantity, terms, Effect.REDUCE_ONLY,
                Optional.empty(), time.wall());
    }

    /// An order that may open or enlarge a position, with the stop that is to rest with it; not sent yet.
    OrderRequest entry(InstrumentState state, Side side, BigDecimal quantity, Terms terms,
            Optional<BigDecimal> stopPrice) {
        return new OrderRequest(numbers.next(), state.id(), side, quantity, terms, Effect.ANY, stopPrice, time.wall());
    }

    void send(InstrumentState state, OrderRequest request) {
        note(state, request);
        commands.accept(new EngineCommand.Place(List.of(request)));
    }

    /// Both leave together or neither does.
    void sendBoth(InstrumentState one, OrderRequest first, InstrumentState other, OrderRequest second) {
        note(one, first);
        note(other, second);
        commands.accept(new EngineCommand.Place(List.of(first, second)));
    }

    private void note(InstrumentState state, OrderRequest request) {
        long nowMillis = time.steadyMillis();
        state.orders().add(
                WorkingOrder.Open.sent(request, nowMillis, nowMillis + timing.arrivalBound().toMillis()));
        state.pacing().pauseUntil(nowMillis + timing.retryDelay().toMillis());
        state.orders().lookUpAt(nowMillis + timing.answerDeadline().toMillis());
    }

    void cancel(InstrumentState state, WorkingOrder.Open order) {
        state.replace(order, order.cancelAsked(time.steadyMillis()));
        state.orders().lookUpAt(time.steadyMillis() + timing.answerDeadline().toMillis());
        commands.accept(new EngineCommand.Cancel(state.id(), order.request().id()));
    }

    /// The terms that lead to the instrument's target: across the spread within the bound, or resting at its price.
    static Terms terms(InstrumentState state, Side side, int slippageBps) {
        return switch (state.goal().pricing()) {
            case Target.Pricing.Cross _ -> new Terms.Limit(
                    state.rules().noWorse(state.price().crossingPrice(side, slippageBps), side), TimeInForce.IOC);
            case Target.Pricing.Rest(double limitPrice) ->
                new Terms.Limit(state.rules().noWorse(limitPrice, side), TimeInForce.GTC);
        };
    }
}
