package io.tradinghub.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.engine.EngineEvent.LedgerState;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskDecision;
import io.tradinghub.risk.RiskDecision.Allowed;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskDecision.Rule;
import io.tradinghub.risk.RiskGate;

/// Turns the difference between wanted and held into one order at a time per desk.
final class OrderPlanner {
    private final EngineSettings settings;
    private final RiskGate gate;
    private final long maxDataAgeMillis;
    private final OrderNumbers numbers;
    private final HedgeBook hedges;
    private final EngineTime time;
    private final CommandSink commands;

    OrderPlanner(EngineSettings settings, RiskGate gate, OrderNumbers numbers, HedgeBook hedges, EngineTime time,
            CommandSink commands) {
        this.settings = settings;
        this.gate = gate;
        this.maxDataAgeMillis = gate.maxDataAge().toMillis();
        this.numbers = numbers;
        this.hedges = hedges;
        this.time = time;
        this.commands = commands;
    }

    /// Does what the desk needs now: nothing, take back an order, or send one. Taking back needs no ledger, sending
    /// does.
    void work(InstrumentState desk, LedgerState ledger) {
        if (!desk.isIdle()) {
            takeBackWhatNoLongerFits(desk);
        }
        if (desk.isSettled() || ledger == LedgerState.AWAY || desk.holdsUpExits() || desk.target().isEmpty()
                || desk.rules().isEmpty() || time.steadyMillis() < desk.notBeforeMillis()) {
            return;
        }
        BigDecimal difference = desk.difference();
        if (difference.signum() == 0) {
            desk.settle();
        } else if (desk.reduces(difference)) {
            reduce(desk, difference);
        } else if (desk.isIdle() && time.steadyMillis() >= desk.entryNotBeforeMillis()) {
            enter(desk, difference);
        }
    }

    private void reduce(InstrumentState desk, BigDecimal difference) {
        Instrument rules = desk.rules().orElseThrow();
        BigDecimal quantity = rules.roundQuantityDown(difference.abs().min(desk.position().quantity().abs()));
        if (quantity.signum() == 0 || (desk.id().category() == Category.SPOT && isBelowMinimum(desk, quantity))) {
            desk.settleBelowMinimum(quantity);
            return;
        }
        send(desk, sideOf(difference), quantity.min(desk.largestOrder()), Effect.REDUCE_ONLY);
    }

    private void enter(InstrumentState desk, BigDecimal difference) {
        Optional<HedgeBook.Legs> legs = hedges.legsOf(desk);
        if (legs.isPresent()) {
            enterHedge(legs.get(), desk, difference);
            return;
        }
        switch (judge(desk, difference, 1)) {
            case Allowed(BigDecimal quantity) -> open(desk, difference, quantity);
            case Refused refused -> refuse(desk, refused);
        }
    }

    private void enterHedge(HedgeBook.Legs legs, InstrumentState desk, BigDecimal difference) {
        InstrumentState sibling = legs.siblingOf(desk);
        if (time.steadyMillis() < legs.notBeforeMillis() || !sibling.isIdle() || sibling.rules().isEmpty()) {
            return;
        }
        if (!legs.areTargetsOpposed()) {
            refuse(desk,
                    new Refused(Rule.UNEQUAL_HEDGE, "wanted %s against %s".formatted(desk.target(), sibling.target())));
            return;
        }
        BigDecimal other = sibling.difference();
        boolean alone = isNothing(sibling, other);
        if (!alone && sibling.reduces(other)) {
            return;
        }
        if (alone && legs.isFee(difference)) {
            desk.settle();
            return;
        }
        RiskDecision mine = judge(desk, difference, alone ? 1 : 2);
        RiskDecision its = alone ? mine : judge(sibling, other, 2);
        switch (mine) {
            case Refused refused -> {
                refuse(desk, refused);
                legs.giveUpCompleting();
            }
            case Allowed(BigDecimal quantity) when alone -> open(desk, difference, quantity);
            case Allowed(BigDecimal quantity) -> openBoth(desk, sibling, quantity, its);
        }
    }

    private void openBoth(InstrumentState desk, InstrumentState sibling, BigDecimal quantity, RiskDecision siblings) {
        switch (siblings) {
            case Refused refused -> refuse(sibling, refused);
            case Allowed(BigDecimal most) -> {
                BigDecimal common = sibling.rules().orElseThrow()
                        .roundQuantityDown(desk.rules().orElseThrow().roundQuantityDown(quantity.min(most)));
                BigDecimal smallest = BigDecimal.valueOf(Math.max(desk.smallestQuantity(), sibling.smallestQuantity()));
                if (common.compareTo(smallest) < 0) {
                    refuse(desk, new Refused(Rule.BELOW_MINIMUM, "%s is less than both legs take".formatted(common)));
                    return;
                }
                send(desk, sideOf(desk.difference()), common, Effect.ANY);
                send(sibling, sideOf(sibling.difference()), common, Effect.ANY);
            }
        }
    }

    /// Judges an entry that leaves as one of so many at once.
    private RiskDecision judge(InstrumentState desk, BigDecimal difference, int orders) {
        Optional<Refused> stopped = gate.stopped();
        if (stopped.isPresent()) {
            return stopped.get();
        }
        if (desk.id().category() == Category.SPOT && difference.signum() < 0) {
            return new Refused(Rule.SPOT_SHORT, "wanted %s of %s".formatted(desk.target(), desk.id()));
        }
        if (!desk.hasFreshPrice(time.wallMillis(), maxDataAgeMillis)) {
            return new Refused(Rule.STALE_DATA, "the price is older than %s".formatted(gate.maxDataAge()));
        }
        if (isDecisionOld(desk)) {
            return new Refused(Rule.STALE_DATA, "the decision is older than %s".formatted(gate.maxDataAge()));
        }
        Instrument rules = desk.rules().orElseThrow();
        Side side = sideOf(difference);
        BigDecimal price = priceOf(desk, rules, side);
        BigDecimal most = difference.abs().min(desk.largestOrder());
        return gate.judge(rules, most, price, desk.position().quantity().abs(), orders, time.steadyMillis());
    }

    private boolean isDecisionOld(InstrumentState desk) {
        return !desk.hasFreshDecision(time.wallMillis(), maxDataAgeMillis);
    }

    private void open(InstrumentState desk, BigDecimal difference, BigDecimal quantity) {
        if (!isBelowMinimum(desk, quantity)) {
            send(desk, sideOf(difference), quantity, Effect.ANY);
            return;
        }
        desk.settleBelowMinimum(quantity);
        if (desk.position().isFlat() && desk.isNews(Rule.BELOW_MINIMUM)) {
            commands.accept(new EngineCommand.Refuse(desk.id(),
                    new Refused(Rule.BELOW_MINIMUM, "%s is less than the exchange takes".formatted(quantity))));
        }
    }

    private void send(InstrumentState desk, Side side, BigDecimal quantity, Effect effect) {
        long nowMillis = time.steadyMillis();
        OrderRequest request = new OrderRequest(numbers.next(), desk.id(), side, quantity, terms(desk, side, effect),
                effect,
                time.wall());
        desk.orders().add(new WorkingOrder.Sent(request, BigDecimal.ZERO, nowMillis));
        desk.pauseUntil(nowMillis + settings.retryDelay().toMillis());
        desk.lookUpAt(nowMillis + settings.answerDeadline().toMillis());
        if (effect == Effect.ANY) {
            gate.sent(nowMillis);
        }
        commands.accept(new EngineCommand.Place(request));
    }

    /// An exit without a fresh price goes at whatever the market offers: it must not wait.
    private Terms terms(InstrumentState desk, Side side, Effect effect) {
        boolean mustNotWait = effect == Effect.REDUCE_ONLY && !desk.hasFreshPrice(time.wallMillis(), maxDataAgeMillis);
        Instrument rules = desk.rules().orElseThrow();
        return switch (desk.target().orElseThrow().pricing()) {
            case Target.Pricing.Cross _ when mustNotWait -> new Terms.Market();
            case Target.Pricing.Cross _ -> new Terms.Limit(priceOf(desk, rules, side), TimeInForce.IOC);
            case Target.Pricing.Rest _ -> new Terms.Limit(priceOf(desk, rules, side), TimeInForce.GTC);
        };
    }

    private BigDecimal priceOf(InstrumentState desk, Instrument rules, Side side) {
        return switch (desk.target().orElseThrow().pricing()) {
            case Target.Pricing.Cross _ -> desk.crossingPrice(side, settings.maxSlippageBps());
            case Target.Pricing.Rest(double limitPrice) ->
                rules.roundToTick(limitPrice, side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP)
                        .max(rules.tickSize());
        };
    }

    private void takeBackWhatNoLongerFits(InstrumentState desk) {
        boolean fits = true;
        for (int index = 0; index < desk.orders().size(); index++) {
            if (!(desk.orders().get(index) instanceof WorkingOrder.Live live) || !live.rests()) {
                fits = false;
            } else if (!mayStay(desk, live)) {
                fits = false;
                desk.replace(live, live.cancelling(time.steadyMillis()));
                desk.lookUpAt(time.steadyMillis() + settings.answerDeadline().toMillis());
                commands.accept(new EngineCommand.Cancel(desk.id(), live.request().id()));
            }
        }
        if (fits && desk.target().isPresent()) {
            desk.settle();
        }
    }

    /// A resting order stays while it leads to the target; an entry only while entries are allowed and its price is
    /// watched. One that nobody has said a word about is left from before a restart: an entry is given as long as data
    /// may be old, an exit stays.
    private boolean mayStay(InstrumentState desk, WorkingOrder.Live live) {
        if (live.request().effect() == Effect.ANY) {
            boolean settledIn = time.millisSinceStart() > maxDataAgeMillis;
            boolean unwatched = desk.target().isEmpty() || !desk.hasFreshPrice(time.wallMillis(), maxDataAgeMillis);
            if (gate.stopped().isPresent() || (settledIn && unwatched)) {
                return false;
            }
        }
        return desk.isSettled() || desk.target().isEmpty() || desk.rules().isEmpty() || leadsToTarget(desk, live);
    }

    private boolean leadsToTarget(InstrumentState desk, WorkingOrder.Live live) {
        OrderRequest request = live.request();
        BigDecimal difference = desk.difference();
        return request.terms() instanceof Terms.Limit limit && difference.signum() == request.side().sign()
                && request.quantity().subtract(live.filled()).compareTo(difference.abs()) <= 0
                && desk.target().orElseThrow().pricing() instanceof Target.Pricing.Rest
                && priceOf(desk, desk.rules().orElseThrow(), request.side()).compareTo(limit.price()) == 0;
    }

    private void refuse(InstrumentState desk, Refused refused) {
        desk.pauseEntriesUntil(time.steadyMillis() + settings.retryDelay().toMillis());
        if (isDecisionOld(desk)) {
            desk.settleUntilWord();
        }
        if (desk.isNews(refused.rule())) {
            commands.accept(new EngineCommand.Refuse(desk.id(), refused));
        }
    }

    private static boolean isBelowMinimum(InstrumentState desk, BigDecimal quantity) {
        return quantity.doubleValue() < desk.smallestQuantity();
    }

    private static boolean isNothing(InstrumentState desk, BigDecimal difference) {
        return difference.signum() == 0 || isBelowMinimum(desk, difference.abs());
    }

    private static Side sideOf(BigDecimal difference) {
        return difference.signum() > 0 ? Side.BUY : Side.SELL;
    }
}
