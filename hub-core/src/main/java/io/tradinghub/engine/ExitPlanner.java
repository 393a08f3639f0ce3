package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskRule;

/// Makes positions smaller. No limit, halt or store holds an exit up: it waits for another exit under way, for a second
/// after the order before it, and for nothing else.
///
/// On perpetuals every exit is reduce-only, so it may leave while an entry is of unknown fate; that entry is cancelled
/// first. Spot has no reduce-only: no more is sold than the smaller of ledger and free wallet, less sells that may
/// still trade.
final class ExitPlanner {
    private static final long WAITING_ANNOUNCED_MILLIS = Duration.ofSeconds(30).toMillis();
    private final EngineSettings settings;
    private final long maxDataAgeMillis;
    private final OrderSender sender;
    private final Wallet wallet;
    private final EngineTime time;
    private final Announcer announcer;

    ExitPlanner(EngineSettings settings, long maxDataAgeMillis, OrderSender sender, Wallet wallet, EngineTime time,
            Announcer announcer) {
        this.settings = settings;
        this.maxDataAgeMillis = maxDataAgeMillis;
        this.sender = sender;
        this.wallet = wallet;
        this.time = time;
        this.announcer = announcer;
    }

    /// Sends what makes the position smaller by these signed lots, as far as it may leave now.
    void reduce(InstrumentState state, long lots) {
        if (!state.pacing().mayExit(time.steadyMillis())) {
            return;
        }
        cancelEntries(state);
        if (state.isLinear()) {
            reducePerpetual(state, lots);
        } else {
            reduceSpot(state, lots);
        }
    }

    /// Closes what is left of a position that is to be flat and is smaller than one lot, where the exchange can.
    void closeRest(InstrumentState state) {
        if (state.isLinear() && state.pacing().mayExit(time.steadyMillis())) {
            if (state.orders().exit().isEmpty()) {
                closeWhole(state);
            }
        } else if (!state.isLinear()) {
            leaveDust(state);
        }
    }

    /// Closes all of a perpetual position whose rules are not known.
    void closeWhole(InstrumentState state) {
        sender.send(state, sender.exit(state, state.reducingSide(), state.heldQuantity(), new Terms.Market()));
    }

    /// An entry that is not wanted any more and may still trade: its executions are closed as they come.
    private void cancelEntries(InstrumentState state) {
        for (WorkingOrder order : state.orders().all()) {
            if (order instanceof WorkingOrder.Open open && open.request().isEntry() && !open.isCancelAsked()) {
                sender.cancel(state, open);
            }
        }
    }

    private void reducePerpetual(InstrumentState state, long lots) {
        Optional<WorkingOrder> pending = state.orders().exit();
        if (pending.isPresent() && !mayOvertake(state)) {
            announceWaiting(state, pending.get());
            return;
        }
        boolean whole = state.wantsFlat() && state.holding().hasFraction()
                && Math.abs(state.holding().heldLots()) < state.rules().largestOrderLots();
        if (whole) {
            closeWhole(state);
            return;
        }
        long most = Math.min(Math.abs(lots), Math.abs(state.holding().heldLots()));
        send(state, Math.min(most, state.rules().largestOrderLots()));
    }

    /// Whether of every exit under way nothing was heard for too long, and nothing of the position is to stay: then a
    /// further reduce-only order can do no harm.
    private boolean mayOvertake(InstrumentState state) {
        if (!state.wantsFlat()) {
            return false;
        }
        for (WorkingOrder order : state.orders().all()) {
            boolean isSilent = !(order instanceof WorkingOrder.Open open && open.isResting())
                    && time.steadyMillis() - order.sinceMillis() >= settings.timing().answerDeadline().toMillis();
            if (!order.request().isEntry() && !isSilent) {
                return false;
            }
        }
        return true;
    }

    private void announceWaiting(InstrumentState state, WorkingOrder pending) {
        boolean isLong = time.steadyMillis() - pending.sinceMillis() >= WAITING_ANNOUNCED_MILLIS;
        if (isLong && !(pending instanceof WorkingOrder.Open open && open.isResting())
                && state.pacing().isNews(RiskRule.EXIT_WAITING)) {
            announcer.announce(RiskRule.EXIT_WAITING,
                    "an exit of %s waits for %s, whose fate the exchange does not tell".formatted(state.id(),
                            pending.request().id()),
                    state.holding().position().quantity());
        }
    }

    private void reduceSpot(InstrumentState state, long lots) {
        BigDecimal free = wallet.free(state.rules().known().baseCoin()).min(state.heldQuantity());
        BigDecimal available = free.subtract(state.orders().pendingSells()).max(BigDecimal.ZERO);
        long most = Math.min(Math.abs(lots), state.rules().known().lots(available));
        if (most == 0 && !state.orders().isEmpty()) {
            state.orders().exit().ifPresent(pending -> announceWaiting(state, pending));
            return;
        }
        double quantity = state.rules().quantity(most).doubleValue();
        if (quantity < state.smallestQuantity()) {
            leaveDust(state);
            state.goal().settleUntilPrice(state.rules().priceWorthAnOrder(quantity));
            return;
        }
        send(state, Math.min(most, state.rules().largestOrderLots()));
    }

    private void send(InstrumentState state, long lots) {
        if (lots == 0) {
            state.goal().settle();
            return;
        }
        Side side = state.reducingSide();
        sender.send(state, sender.exit(state, side, state.rules().quantity(lots), terms(state, side)));
    }

    /// Where no price is known or the last one is old, an exit takes what the market offers.
    private Terms terms(InstrumentState state, Side side) {
        int slippageBps = state.pacing().exitSlippageBps(settings.maxSlippageBps());
        if (!state.isFlattening() && state.goal().pricing() instanceof Target.Pricing.Rest) {
            return OrderSender.terms(state, side, slippageBps);
        }
        boolean bounded = slippageBps >= 0 && state.price().isFresh(time.wallMillis(), maxDataAgeMillis);
        return bounded
                ? new Terms.Limit(state.rules().noWorse(state.price().crossingPrice(side, slippageBps), side),
                        OrderRequest.TimeInForce.IOC)
                : new Terms.Market();
    }

    private void leaveDust(InstrumentState state) {
        state.goal().settle();
        if (state.pacing().isNews(RiskRule.DUST_LEFT)) {
            announcer.refuse(state.id(), new Refused(RiskRule.DUST_LEFT,
                    "%s is less than the exchange takes".formatted(state.heldQuantity().toPlainString())));
        }
    }
}
