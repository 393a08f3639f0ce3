package io.tradinghub.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.Verdict;
import io.tradinghub.risk.Verdict.Allowed;
import io.tradinghub.risk.Verdict.Refused;
import io.tradinghub.risk.Verdict.Rule;

/// Turns the difference between wanted and held into one order at a time per desk.
final class Trader {
    private final EngineSettings settings;
    private final RiskGate gate;
    private final OrderNumbers numbers;
    private final HedgeBook hedges;
    private final CommandSink commands;

    Trader(EngineSettings settings, RiskGate gate, OrderNumbers numbers, HedgeBook hedges, CommandSink commands) {
        this.settings = settings;
        this.gate = gate;
        this.numbers = numbers;
        this.hedges = hedges;
        this.commands = commands;
    }

    /// Does what the desk needs now: nothing, take back an order, or send one.
    void work(Desk desk, long nowMillis) {
        if (desk.target().isEmpty() || desk.rules().isEmpty()) {
            return;
        }
        if (!desk.isIdle()) {
            takeBackWhatNoLongerFits(desk, nowMillis);
            return;
        }
        if (nowMillis < desk.notBeforeMillis()) {
            return;
        }
        BigDecimal difference = desk.difference();
        if (difference.signum() == 0) {
            desk.settle();
        } else if (desk.reduces(difference)) {
            reduce(desk, difference, nowMillis);
        } else if (nowMillis >= desk.entryNotBeforeMillis()) {
            enter(desk, difference, nowMillis);
        }
    }

    private void reduce(Desk desk, BigDecimal difference, long nowMillis) {
        Instrument rules = desk.rules().orElseThrow();
        BigDecimal quantity = rules.roundQuantityDown(difference.abs().min(desk.position().quantity().abs()));
        if (quantity.signum() == 0 || (desk.id().category() == Category.SPOT && isBelowMinimum(desk, quantity))) {
            desk.settle();
            return;
        }
        Side side = difference.signum() > 0 ? Side.BUY : Side.SELL;
        send(desk, side, quantity.min(desk.largestOrder()), Effect.REDUCE_ONLY, nowMillis);
    }

    private void enter(Desk desk, BigDecimal difference, long nowMillis) {
        Optional<HedgeBook.Legs> legs = hedges.legsOf(desk);
        if (legs.isPresent()) {
            enterHedge(legs.get(), desk, difference, nowMillis);
            return;
        }
        switch (judge(desk, difference, nowMillis)) {
            case Allowed(BigDecimal quantity) -> open(desk, difference, quantity, nowMillis);
            case Refused refused -> refuse(desk, refused, nowMillis);
        }
    }

    private void enterHedge(HedgeBook.Legs legs, Desk desk, BigDecimal difference, long nowMillis) {
        Desk sibling = legs.siblingOf(desk);
        if (nowMillis < legs.notBeforeMillis() || !sibling.isIdle() || sibling.rules().isEmpty()) {
            return;
        }
        if (!legs.areTargetsOpposed()) {
            refuse(desk, new Refused(Rule.UNEQUAL_HEDGE, "wanted %s against %s".formatted(desk.target(), sibling.target())),
                    nowMillis);
            return;
        }
        BigDecimal other = sibling.difference();
        boolean alone = other.signum() == 0 || isBelowMinimum(sibling, other.abs());
        if (!alone && sibling.reduces(other)) {
            return;
        }
        Verdict mine = judge(desk, difference, nowMillis);
        Verdict its = alone ? mine : judge(sibling, other, nowMillis);
        switch (mine) {
            case Refused refused -> {
                refuse(desk, refused, nowMillis);
                legs.giveUpCompleting();
            }
            case Allowed(BigDecimal quantity) when alone -> open(desk, difference, quantity, nowMillis);
            case Allowed(BigDecimal quantity) -> openBoth(desk, sibling, quantity, its, nowMillis);
        }
    }

    private void openBoth(Desk desk, Desk sibling, BigDecimal quantity, Verdict siblings, long nowMillis) {
        switch (siblings) {
            case Refused refused -> refuse(sibling, refused, nowMillis);
            case Allowed(BigDecimal most) -> {
                BigDecimal common = sibling.rules().orElseThrow()
                        .roundQuantityDown(desk.rules().orElseThrow().roundQuantityDown(quantity.min(most)));
                BigDecimal smallest = BigDecimal.valueOf(Math.max(desk.smallestQuantity(), sibling.smallestQuantity()));
                if (common.compareTo(smallest) < 0) {
                    refuse(desk, new Refused(Rule.BELOW_MINIMUM, "%s is less than both legs take".formatted(common)), nowMillis);
                    return;
                }
                send(desk, sideOf(desk.difference()), common, Effect.ANY, nowMillis);
                send(sibling, sideOf(sibling.difference()), common, Effect.ANY, nowMillis);
            }
        }
    }

    private Verdict judge(Desk desk, BigDecimal difference, long nowMillis) {
        Optional<Refused> stopped = gate.stopped();
        if (stopped.isPresent()) {
            return stopped.get();
        }
        if (desk.id().category() == Category.SPOT && difference.signum() < 0) {
            return new Refused(Rule.SPOT_SHORT, "wanted %s of %s".formatted(desk.target(), desk.id()));
        }
        if (!desk.hasFreshPrice(nowMillis, gate.maxDataAge()) || !desk.isDecisionFresh()) {
            return new Refused(Rule.STALE_DATA, "price or decision is older than %s".formatted(gate.maxDataAge()));
        }
        Instrument rules = desk.rules().orElseThrow();
        Side side = sideOf(difference);
        BigDecimal price = priceOf(desk, rules, side);
        BigDecimal most = difference.abs().min(desk.largestOrder());
        return gate.judge(rules, most, price, desk.position().quantity().abs(), nowMillis);
    }

    private void open(Desk desk, BigDecimal difference, BigDecimal quantity, long nowMillis) {
        if (!isBelowMinimum(desk, quantity)) {
            send(desk, sideOf(difference), quantity, Effect.ANY, nowMillis);
            return;
        }
        desk.settle();
        if (desk.position().isFlat() && desk.isNews(Rule.BELOW_MINIMUM)) {
            commands.accept(new EngineCommand.Refuse(desk.id(),
                    new Refused(Rule.BELOW_MINIMUM, "%s is less than the exchange takes".formatted(quantity))));
        }
    }

    private void send(Desk desk, Side side, BigDecimal quantity, Effect effect, long nowMillis) {
        Instrument rules = desk.rules().orElseThrow();
        OrderRequest request = new OrderRequest(numbers.next(), desk.id(), side, quantity,
                terms(desk, rules, side, effect, nowMillis), effect,
                Instant.ofEpochMilli(nowMillis));
        desk.orders().add(new WorkingOrder.Sent(request, BigDecimal.ZERO, nowMillis));
        desk.pauseUntil(nowMillis + settings.retryDelay().toMillis());
        desk.lookUpAt(nowMillis + settings.answerDeadline().toMillis());
        if (effect == Effect.ANY) {
            gate.sent(nowMillis);
        }
        commands.accept(new EngineCommand.Place(request));
    }

    /// An exit without a fresh price goes at whatever the market offers: it must not wait.
    private Terms terms(Desk desk, Instrument rules, Side side, Effect effect, long nowMillis) {
        boolean mustNotWait = effect == Effect.REDUCE_ONLY && !desk.hasFreshPrice(nowMillis, gate.maxDataAge());
        return switch (desk.target().orElseThrow().pricing()) {
            case Target.Pricing.Cross _ when mustNotWait -> new Terms.Market();
            case Target.Pricing.Cross _ -> new Terms.Limit(priceOf(desk, rules, side), TimeInForce.IOC);
            case Target.Pricing.Rest _ -> new Terms.Limit(priceOf(desk, rules, side), TimeInForce.GTC);
        };
    }

    private BigDecimal priceOf(Desk desk, Instrument rules, Side side) {
        return switch (desk.target().orElseThrow().pricing()) {
            case Target.Pricing.Cross _ -> desk.crossingPrice(side, settings.maxSlippageBps());
            case Target.Pricing.Rest(double limitPrice) ->
                rules.roundToTick(limitPrice, side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP);
        };
    }

    /// A resting order is cancelled when it no longer leads to the target, or when it is an entry and entries have ended.
    private void takeBackWhatNoLongerFits(Desk desk, long nowMillis) {
        for (WorkingOrder order : desk.orders().toArray(WorkingOrder[]::new)) {
            if (order instanceof WorkingOrder.Live live && live.request().terms() instanceof Terms.Limit limit
                    && (limit.timeInForce() == TimeInForce.GTC || limit.timeInForce() == TimeInForce.POST_ONLY)
                    && !fits(desk, live, limit)) {
                desk.replace(live, live.cancelling(nowMillis));
                desk.lookUpAt(nowMillis + settings.answerDeadline().toMillis());
                commands.accept(new EngineCommand.Cancel(desk.id(), live.request().id()));
            }
        }
    }

    private boolean fits(Desk desk, WorkingOrder.Live live, Terms.Limit limit) {
        OrderRequest request = live.request();
        BigDecimal difference = desk.difference();
        boolean entriesEnded = request.effect() == Effect.ANY && gate.stopped().isPresent();
        return !entriesEnded && difference.signum() == request.side().sign()
                && request.quantity().subtract(live.filled()).compareTo(difference.abs()) <= 0
                && desk.target().orElseThrow().pricing() instanceof Target.Pricing.Rest
                && priceOf(desk, desk.rules().orElseThrow(), request.side()).compareTo(limit.price()) == 0;
    }

    private void refuse(Desk desk, Refused refused, long nowMillis) {
        desk.pauseEntriesUntil(nowMillis + settings.retryDelay().toMillis());
        if (desk.isNews(refused.rule())) {
            commands.accept(new EngineCommand.Refuse(desk.id(), refused));
        }
    }

    private static boolean isBelowMinimum(Desk desk, BigDecimal quantity) {
        return quantity.doubleValue() < desk.smallestQuantity();
    }

    private static Side sideOf(BigDecimal difference) {
        return difference.signum() > 0 ? Side.BUY : Side.SELL;
    }
}
