package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import io.tradinghub.risk.HedgeCompletion;
import io.tradinghub.risk.RiskDecision;
import io.tradinghub.risk.RiskDecision.Allowed;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskRule;

/// Opens and enlarges positions, as far as every limit allows. The legs of a hedge are entered together.
final class EntryPlanner {
    private final EngineSettings settings;
    private final RiskGate gate;
    private final long maxDataAgeMillis;
    private final DisasterStop disasterStop;
    private final HedgeBook hedges;
    private final OrderSender sender;
    private final EngineTime time;
    private final Announcer announcer;

    EntryPlanner(EngineSettings settings, RiskGate gate, HedgeBook hedges, OrderSender sender, EngineTime time,
            Announcer announcer) {
        this.settings = settings;
        this.gate = gate;
        this.maxDataAgeMillis = gate.maxDataAge().toMillis();
        this.disasterStop = new DisasterStop(settings.disasterStop());
        this.hedges = hedges;
        this.sender = sender;
        this.time = time;
        this.announcer = announcer;
    }

    /// Sends what enlarges the position by these signed lots, as far as it may leave now. Only an instrument without an
    /// order under way is entered.
    void enlarge(InstrumentState state, long lots) {
        if (!state.orders().isEmpty() || !state.pacing().mayEnter(time.steadyMillis())) {
            return;
        }
        Optional<HedgeBook.Legs> legs = hedges.legsOf(state);
        if (legs.isPresent()) {
            enlargeHedge(legs.get(), state, lots);
            return;
        }
        boolean isPriced = state.price().isFresh(time.wallMillis(), maxDataAgeMillis);
        if (state.isLinear() && isPriced && state.goal().isStopPassed(state.mark())) {
            refuse(state, new Refused(RiskRule.STOP_PASSED,
                    "%s is at %s".formatted(state.goal().target(), state.mark())));
            return;
        }
        switch (judge(state, lots, 1, gate.stopped())) {
            case Allowed(BigDecimal quantity) -> open(state, lots, quantity);
            case Refused refused -> refuse(state, refused);
        }
    }

    private void enlargeHedge(HedgeBook.Legs legs, InstrumentState state, long lots) {
        InstrumentState sibling = legs.siblingOf(state);
        boolean isReady = sibling.orders().isEmpty() && sibling.rules().areKnown();
        if (!isReady || legs.isForeign() || time.steadyMillis() < legs.notBeforeMillis()) {
            return;
        }
        if (!legs.areTargetsOpposed()) {
            refuse(state, new Refused(RiskRule.UNEQUAL_HEDGE,
                    "wanted %s against %s".formatted(state.goal().target(), sibling.goal().target())));
            return;
        }
        long others = sibling.lotsToTrade();
        boolean alone = others == 0 || isBelowMinimum(sibling, sibling.rules().quantity(Math.abs(others)));
        if (!alone && sibling.reduces(others)) {
            return;
        }
        if (alone && legs.isFee(state, lots)) {
            state.goal().settle();
            return;
        }
        if (alone) {
            complete(legs, state, lots);
        } else {
            enterBoth(state, lots, sibling, others);
        }
    }

    /// Why no entry may be sent in this instrument now, whatever else is right there.
    Optional<Refused> stopped(InstrumentState state) {
        Optional<HedgeBook.Legs> legs = hedges.legsOf(state);
        return legs.isPresent() ? stopped(legs.get()) : gate.stopped();
    }

    private Optional<Refused> stopped(HedgeBook.Legs legs) {
        return legs.isNaked() ? gate.completingStopped() : gate.stopped();
    }

    /// The sibling is where it should be. If that leaves it standing alone, entering takes risk away.
    private void complete(HedgeBook.Legs legs, InstrumentState state, long lots) {
        switch (judge(state, lots, 1, stopped(legs))) {
            case Allowed(BigDecimal quantity) -> open(state, lots, quantity);
            case Refused refused -> {
                refuse(state, refused);
                switch (HedgeCompletion.under(refused.rule())) {
                    case GOES_ON, WAITS -> {}
                    case UNWINDS -> legs.giveUpCompleting();
                }
            }
        }
    }

    private void enterBoth(InstrumentState state, long lots, InstrumentState sibling, long others) {
        Optional<Refused> stopped = gate.stopped();
        RiskDecision mine = judge(state, lots, 2, stopped);
        RiskDecision its = judge(sibling, others, 2, stopped);
        if (mine instanceof Refused refused) {
            refuse(state, refused);
        } else if (its instanceof Refused refused) {
            refuse(sibling, refused);
        } else if (mine instanceof Allowed(BigDecimal quantity) && its instanceof Allowed(BigDecimal most)) {
            openBoth(state, lots, sibling, others, quantity.min(most));
        }
    }

    private void openBoth(InstrumentState state, long lots, InstrumentState sibling, long others, BigDecimal most) {
        BigDecimal common = sibling.rules().known().roundQuantityDown(state.rules().known().roundQuantityDown(most));
        double smallest = Math.max(state.smallestQuantity(), sibling.smallestQuantity());
        if (common.doubleValue() < smallest) {
            refuse(state,
                    new Refused(RiskRule.BELOW_MINIMUM, "%s is less than both legs take".formatted(common)));
            return;
        }
        gate.sent(time.steadyMillis());
        gate.sent(time.steadyMillis());
        sender.sendBoth(state, make(state, lots, common), sibling, make(sibling, others, common));
    }

    /// Judges an entry that leaves as one of so many at once.
    private RiskDecision judge(InstrumentState state, long lots, int orders, Optional<Refused> stopped) {
        Optional<Refused> ended = stopped.or(() -> state.entriesEnded(settings.accountCoin(), time.wall()));
        if (ended.isPresent()) {
            return ended.get();
        }
        if (state.id().category() == Category.SPOT && lots < 0) {
            return new Refused(RiskRule.SPOT_SHORT,
                    "wanted %s of %s".formatted(state.goal().target(), state.id()));
        }
        if (time.isDoubted()) {
            return new Refused(RiskRule.CLOCK_STEPPED, "the clock jumped, and no price or decision has an age");
        }
        if (!state.price().isFresh(time.wallMillis(), maxDataAgeMillis)) {
            return new Refused(RiskRule.STALE_DATA, "the price is older than %s".formatted(gate.maxDataAge()));
        }
        if (isDecisionOld(state)) {
            return new Refused(RiskRule.STALE_DATA, "the decision is older than %s".formatted(gate.maxDataAge()));
        }
        BigDecimal most = state.rules().quantity(Math.min(Math.abs(lots), state.rules().largestOrderLots()));
        BigDecimal price = limitPrice(state, sideOf(lots));
        return gate.judge(state.rules().known(), most, price, state.heldQuantity(), orders, time.steadyMillis());
    }

    private boolean isDecisionOld(InstrumentState state) {
        return !state.goal().isFresh(time.wallMillis(), maxDataAgeMillis);
    }

    private void open(InstrumentState state, long lots, BigDecimal quantity) {
        if (!isBelowMinimum(state, quantity)) {
            gate.sent(time.steadyMillis());
            sender.send(state, make(state, lots, quantity));
            return;
        }
        state.goal().settleUntilPrice(state.rules().priceWorthAnOrder(quantity.doubleValue()));
        if (state.holding().isFlat() && state.pacing().isNews(RiskRule.BELOW_MINIMUM)) {
            announcer.refuse(state.id(), new Refused(RiskRule.BELOW_MINIMUM,
                    "%s is less than the exchange takes".formatted(quantity)));
        }
    }

    private OrderRequest make(InstrumentState state, long lots, BigDecimal quantity) {
        Side side = sideOf(lots);
        boolean isGuarded = state.isLinear() && hedges.legsOf(state).isEmpty();
        Optional<BigDecimal> stop = isGuarded
                ? disasterStop.attachedTo(state, limitPrice(state, side).doubleValue(), side == Side.BUY)
                : Optional.empty();
        return sender.entry(state, side, quantity, OrderSender.terms(state, side, settings.maxSlippageBps()), stop);
    }

    private BigDecimal limitPrice(InstrumentState state, Side side) {
        return switch (OrderSender.terms(state, side, settings.maxSlippageBps())) {
            case Terms.Limit(BigDecimal price, _) -> price;
            case Terms.Market _ -> BigDecimal.valueOf(state.mark());
        };
    }

    private void refuse(InstrumentState state, Refused refused) {
        state.pacing().pauseEntriesUntil(time.steadyMillis() + settings.timing().retryDelay().toMillis());
        if (isDecisionOld(state)) {
            state.goal().settleUntilDecision();
        }
        if (state.pacing().isNews(refused.rule())) {
            announcer.refuse(state.id(), refused);
        }
    }

    private static boolean isBelowMinimum(InstrumentState state, BigDecimal quantity) {
        return quantity.doubleValue() < state.smallestQuantity();
    }

    private static Side sideOf(long lots) {
        return lots > 0 ? Side.BUY : Side.SELL;
    }
}
