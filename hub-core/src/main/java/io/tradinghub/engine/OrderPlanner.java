package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;

import io.tradinghub.bot.Target;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskRule;

/// Turns the difference between wanted and held into orders, one entry or exit at a time per instrument.
final class OrderPlanner {
    private static final long RULES_ANNOUNCED_MILLIS = Duration.ofSeconds(30).toMillis();
    private final long maxDataAgeMillis;
    private final ExitPlanner exits;
    private final EntryPlanner entries;
    private final OrderSender sender;
    private final EngineTime time;
    private final Announcer announcer;

    OrderPlanner(RiskGate gate, ExitPlanner exits, EntryPlanner entries, OrderSender sender, EngineTime time,
            Announcer announcer) {
        this.announcer = announcer;
        this.maxDataAgeMillis = gate.maxDataAge().toMillis();
        this.exits = exits;
        this.entries = entries;
        this.sender = sender;
        this.time = time;
    }

    /// Does what the instrument needs now: nothing, cancel an order, or send one.
    void work(InstrumentState state) {
        if (!state.orders().isEmpty()) {
            cancelWhatNoLongerFits(state);
        }
        if (state.goal().isSettled()) {
            return;
        }
        if (!state.rules().areKnown()) {
            workWithoutRules(state);
            return;
        }
        long lots = state.lotsToTrade();
        if (lots == 0) {
            arrived(state);
        } else if (state.reduces(lots)) {
            exits.reduce(state, lots);
        } else if (!state.holding().isForeign() && !state.isFlattening()) {
            entries.enlarge(state, lots);
        }
    }

    private void arrived(InstrumentState state) {
        if (state.wantsFlat() && state.holding().hasFraction()) {
            exits.closeRest(state);
        } else {
            state.goal().settle();
        }
    }

    /// A perpetual that is to be flat is closed as a whole; nothing else can be traded without the rules.
    private void workWithoutRules(InstrumentState state) {
        boolean closes = state.wantsFlatWithoutRules() && state.isLinear() && !state.holding().isFlat()
                && state.orders().exit().isEmpty() && state.pacing().mayExit(time.steadyMillis());
        if (closes) {
            exits.closeWhole(state);
        } else if (time.millisSinceStart() > RULES_ANNOUNCED_MILLIS && state.pacing().isNews(RiskRule.RULES_ABSENT)) {
            announcer.announce(RiskRule.RULES_ABSENT, state.id() + " waits for its trading rules from the recorder");
        }
    }

    /// Whether entries are allowed in this instrument now, whatever else is right there.
    boolean mayEnter(InstrumentState state) {
        return entries.stopped(state).isEmpty();
    }

    private void cancelWhatNoLongerFits(InstrumentState state) {
        boolean fits = true;
        for (WorkingOrder order : state.orders().all()) {
            if (!(order instanceof WorkingOrder.Open open) || !open.isAcknowledged() || open.isCancelAsked()
                    || !open.request().rests()) {
                fits = false;
            } else if (!mayStay(state, open)) {
                fits = false;
                sender.cancel(state, open);
            }
        }
        if (fits && state.goal().isKnown()) {
            state.goal().settle();
        }
    }

    /// A resting order stays while it leads to the target; an entry only while entries are allowed and its price is
    /// watched. One that the strategy has not confirmed after a restart is given as long as data may be old.
    private boolean mayStay(InstrumentState state, WorkingOrder.Open order) {
        if (state.isFlattening()) {
            return false;
        }
        if (order.request().isEntry()) {
            boolean settledIn = time.millisSinceStart() > maxDataAgeMillis;
            boolean unwatched = !state.goal().isKnown()
                    || !state.price().isFresh(time.wallMillis(), maxDataAgeMillis);
            if (!mayEnter(state) || state.holding().isForeign() || (settledIn && unwatched)) {
                return false;
            }
        }
        return state.goal().isSettled() || !state.goal().isKnown() || !state.rules().areKnown()
                || leadsToTarget(state, order);
    }

    private static boolean leadsToTarget(InstrumentState state, WorkingOrder.Open order) {
        OrderRequest request = order.request();
        long lots = state.lotsToTrade();
        if (Long.signum(lots) != request.side().sign() || !(request.terms() instanceof Terms.Limit limit)) {
            return false;
        }
        if (!(state.goal().pricing() instanceof Target.Pricing.Rest(double price))) {
            return false;
        }
        BigDecimal left = request.quantity().subtract(order.filled());
        return left.compareTo(state.rules().quantity(Math.abs(lots))) <= 0
                && state.rules().noWorse(price, request.side()).compareTo(limit.price()) == 0;
    }
}
