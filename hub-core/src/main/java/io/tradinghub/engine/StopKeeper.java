package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.Protection;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.LedgerEntry.StopMoved;
import io.tradinghub.risk.RiskRule;
import org.jspecify.annotations.Nullable;

/// Keeps a stop at the exchange for every open perpetual position: the strategy's, and never one that is further away
/// than the disaster stop. A position that stays without one is closed.
///
/// A leg of a hedge is guarded by its sibling, and a stop would leave that alone: it has one only where the exchange
/// could liquidate it, halfway from its entry.
final class StopKeeper {
    private static final long RETRY_MILLIS = Duration.ofSeconds(2).toMillis();
    /// A position is closed when it had no stop for so many times the deadline.
    private static final int CLOSED_AFTER = 6;
    /// The exchange's word on where it liquidates moves with every coin of the account: a leg's stop follows when it is
    /// off by this fraction.
    private static final double LEG_TOLERANCE = 0.005;
    private final DisasterStop disasterStop;
    private final long deadlineMillis;
    private final long maxDataAgeMillis;
    private final HedgeBook hedges;
    private final EngineTime time;
    private final CommandSink commands;
    private final Announcer announcer;
    private final Map<InstrumentId, BigDecimal> found;
    private final Map<InstrumentState, Stop> stops = new HashMap<>();
    private final Map<InstrumentId, BigDecimal> liquidations = new HashMap<>();

    /// @param found the stops that the ledger knows from before
    StopKeeper(EngineSettings settings, long maxDataAgeMillis, Map<InstrumentId, BigDecimal> found, HedgeBook hedges,
            EngineTime time, CommandSink commands, Announcer announcer) {
        this.disasterStop = new DisasterStop(settings.disasterStop());
        this.maxDataAgeMillis = maxDataAgeMillis;
        this.deadlineMillis = settings.timing().protectDeadline().toMillis();
        this.found = new HashMap<>(found);
        this.hedges = hedges;
        this.time = time;
        this.commands = commands;
        this.announcer = announcer;
    }

    /// Looks after the stop of one instrument; cheap when there is nothing to do.
    void watch(InstrumentState state) {
        if (!state.isLinear()) {
            return;
        }
        if (state.holding().isFlat()) {
            forget(state);
        } else if (!hedges.legsOf(state).isEmpty()) {
            if (state.rules().areKnown()) {
                guardLeg(state, stopOf(state));
            }
        } else if (state.rules().areKnown()) {
            guard(state, stopOf(state));
        } else {
            guardWithoutRules(state, stopOf(state));
        }
    }

    private void guard(InstrumentState state, Stop stop) {
        closeIfPassed(state, stop);
        boolean isAboutToBeClosed = stop.confirmed == null && state.closesAtTheMarket() && !isLate(stop, 1);
        if (isAboutToBeClosed) {
            return;
        }
        BigDecimal wanted = wanted(state, stop);
        ask(state, stop, wanted, stop.isAt(wanted));
        announceBare(state, stop);
        closeIfBare(state, stop);
    }

    /// Without the tick nothing can be put on the grid of prices: the stop that rested before is asked for again, and a
    /// position that cannot have it is closed like any other.
    private void guardWithoutRules(InstrumentState state, Stop stop) {
        if (stop.last != null) {
            ask(state, stop, stop.last, stop.confirmed != null);
        }
        announceBare(state, stop);
        closeIfBare(state, stop);
    }

    private void closeIfBare(InstrumentState state, Stop stop) {
        if (stop.isToldBare && isLate(stop, CLOSED_AFTER) && !state.closesAtTheMarket()
                && !state.holding().isForeign()) {
            state.goal().stop();
            announcer.announce(RiskRule.UNPROTECTED, "%s %s still has no stop at the exchange: closing it".formatted(
                    state.heldQuantity().toPlainString(), state.id()), state.holding().position().quantity());
        }
    }

    private void guardLeg(InstrumentState state, Stop stop) {
        BigDecimal liquidation = liquidations.get(state.id());
        double entry = state.holding().entryPrice();
        if (liquidation == null || liquidation.doubleValue() < entry != stop.isLong) {
            takeAway(state, stop);
            return;
        }
        double halfway = (entry + liquidation.doubleValue()) / 2;
        boolean rests = stop.confirmed != null
                && Math.abs(stop.confirmed.doubleValue() / halfway - 1) <= LEG_TOLERANCE;
        ask(state, stop, DisasterStop.onGrid(state, halfway), rests);
        announceBare(state, stop);
    }

    /// A stop of a leg that cannot be liquidated would only take a whole hedge apart.
    private void takeAway(InstrumentState state, Stop stop) {
        if (stop.confirmed != null && time.steadyMillis() >= stop.askAtMillis) {
            stop.askAtMillis = time.steadyMillis() + RETRY_MILLIS;
            commands.accept(new EngineCommand.Protect(state.id(), Protection.none()));
        }
    }

    private boolean isLate(Stop stop, int times) {
        return stop.confirmed == null
                && time.steadyMillis() - stop.unprotectedSinceMillis >= times * deadlineMillis;
    }

    private void ask(InstrumentState state, Stop stop, BigDecimal wanted, boolean rests) {
        if (!rests && time.steadyMillis() >= stop.askAtMillis) {
            stop.askAtMillis = time.steadyMillis() + RETRY_MILLIS;
            commands.accept(new EngineCommand.Protect(state.id(), Protection.stopAt(wanted)));
        }
    }

    private void announceBare(InstrumentState state, Stop stop) {
        if (isLate(stop, 1) && !stop.announced) {
            stop.announced = true;
            announcer.announce(RiskRule.UNPROTECTED, "%s %s has no stop at the exchange%s".formatted(
                    state.heldQuantity().toPlainString(), state.id(),
                    stop.refusal == null ? "" : ": " + stop.refusal), state.holding().position().quantity());
        }
    }

    /// Where the price has passed the stop and none rests there, the exchange closes nothing, and takes no such stop
    /// any more: the engine closes the position itself.
    private void closeIfPassed(InstrumentState state, Stop stop) {
        if (state.closesAtTheMarket() || state.holding().isForeign()
                || !state.price().isFresh(time.wallMillis(), maxDataAgeMillis)) {
            return;
        }
        BigDecimal bound = bound(state, stop);
        boolean isLeftToTheExchange = stop.confirmed != null
                && !DisasterStop.isWider(stop.confirmed, bound, stop.isLong);
        if (!isGuarding(bound, state.mark(), stop.isLong) && !isLeftToTheExchange) {
            state.goal().stop();
            announcer.announce(RiskRule.STOP_PASSED, "%s %s is at %s, past its stop at %s: closing it".formatted(
                    state.holding().position().quantity().toPlainString(), state.id(), state.mark(),
                    bound.toPlainString()), state.holding().position().quantity());
        }
    }

    /// The price at which the position must be closed: where the strategy wants its stop, at the furthest.
    private BigDecimal bound(InstrumentState state, Stop stop) {
        BigDecimal widest = stop.widest(state, disasterStop);
        OptionalDouble price = state.goal().stopOf(stop.isLong);
        if (price.isEmpty()) {
            return widest;
        }
        BigDecimal given = stop.given(state, price.getAsDouble());
        return DisasterStop.isWider(given, widest, stop.isLong) ? widest : given;
    }

    /// A position that has turned is another one, and its stop with it.
    private Stop stopOf(InstrumentState state) {
        boolean isLong = state.holding().held() > 0;
        Stop known = stops.get(state);
        if (known != null && known.isLong == isLong) {
            return known;
        }
        BigDecimal before = known == null ? found.remove(state.id()) : null;
        Stop stop = new Stop(time.steadyMillis(), isLong, before);
        stops.put(state, stop);
        return stop;
    }

    /// A stop ends with its position.
    private void forget(InstrumentState state) {
        boolean wasKnown = !stops.isEmpty() && stops.remove(state) != null;
        boolean wasFound = !found.isEmpty() && found.remove(state.id()) != null;
        if (wasKnown || wasFound) {
            remember(state, Optional.empty());
        }
    }

    private BigDecimal wanted(InstrumentState state, Stop stop) {
        OptionalDouble given = state.goal().stopOf(stop.isLong);
        BigDecimal widest = stop.widest(state, disasterStop);
        if (given.isPresent()) {
            BigDecimal price = stop.given(state, given.getAsDouble());
            boolean isWider = DisasterStop.isWider(price, widest, stop.isLong);
            if (!isWider && isGuarding(price, state.mark(), stop.isLong)) {
                stop.isOwn = false;
                return price;
            }
            if (isWider) {
                return ownStop(state, stop, widest,
                        "the stop of its strategy at %s is further away than RISK_DISASTER_STOP"
                                .formatted(price.toPlainString()));
            }
        }
        boolean standsUntilDecision = given.isPresent() || !state.goal().isKnown() || state.wantsFlat();
        if (stop.confirmed != null && standsUntilDecision
                && !DisasterStop.isWider(stop.confirmed, widest, stop.isLong)) {
            return stop.confirmed;
        }
        return ownStop(state, stop, widest, "it has no stop of its strategy");
    }

    private BigDecimal ownStop(InstrumentState state, Stop stop, BigDecimal price, String reason) {
        if (!stop.isOwn) {
            stop.isOwn = true;
            announcer.announce(RiskRule.FALLBACK_STOP, "the engine puts the stop of %s at %s: %s".formatted(state.id(),
                    price.toPlainString(), reason), price);
        }
        return price;
    }

    /// A stop that the price has passed already closes nothing: the exit under way does.
    private static boolean isGuarding(BigDecimal stopPrice, double mark, boolean isLong) {
        return isLong ? stopPrice.doubleValue() < mark : stopPrice.doubleValue() > mark;
    }

    /// The exchange told where the stop rests.
    void seen(InstrumentState state, ProtectionSeen seen) {
        boolean isNews = rests(state, seen.protection().stopPrice());
        Stop stop = stops.get(state);
        if (stop != null) {
            stop.refusal = seen.refusal().orElse(null);
            stop.isToldBare |= seen.refusal().isPresent();
        }
        if (isNews && seen.refusal().isEmpty()) {
            remember(state, seen.protection().stopPrice());
        }
    }

    /// The exchange told of the whole account. What it says of a time before the last execution may be the stop of a
    /// position that is gone; where the position cannot be read it says nothing.
    void seen(AccountState seen, InstrumentState state) {
        if (state.holding().lastFillMillis() > seen.asOf().toEpochMilli() || !seen.tellsPosition(state.id())) {
            return;
        }
        BigDecimal liquidation = seen.liquidations().get(state.id());
        if (liquidation == null) {
            liquidations.remove(state.id());
        } else {
            liquidations.put(state.id(), liquidation);
        }
        Optional<BigDecimal> price = Optional.ofNullable(seen.stops().get(state.id()));
        if (state.isLinear() && rests(state, price)) {
            remember(state, price);
        }
    }

    private void remember(InstrumentState state, Optional<BigDecimal> price) {
        commands.accept(new EngineCommand.Remember(new StopMoved(state.id(), price, time.wall())));
    }

    /// Notes where the stop rests; whether that was not known.
    private boolean rests(InstrumentState state, Optional<BigDecimal> price) {
        Stop stop = stops.get(state);
        Optional<BigDecimal> before = Optional.ofNullable(stop == null ? found.get(state.id()) : stop.confirmed);
        if (stop == null) {
            price.ifPresentOrElse(at -> found.put(state.id(), at), () -> found.remove(state.id()));
        } else {
            stop.confirmed(price.orElse(null), time.steadyMillis());
        }
        return before.isPresent() != price.isPresent()
                || (before.isPresent() && before.get().compareTo(price.get()) != 0);
    }

    /// What is known of the stop of one open position.
    private static final class Stop {
        private long unprotectedSinceMillis;
        private final boolean isLong;
        private long askAtMillis = Long.MIN_VALUE;
        private boolean announced;
        private @Nullable BigDecimal confirmed;
        /// Where it rested last.
        private @Nullable BigDecimal last;
        private boolean isOwn;
        /// Whether the exchange said that no stop rests, or refused one; silence is no word.
        private boolean isToldBare;
        private double enteredAt = Double.NaN;
        private BigDecimal widest = BigDecimal.ZERO;
        private double givenPrice = Double.NaN;
        private BigDecimal givenOnGrid = BigDecimal.ZERO;
        private @Nullable String refusal;

        private Stop(long sinceMillis, boolean isLong, @Nullable BigDecimal confirmed) {
            this.unprotectedSinceMillis = sinceMillis;
            this.isLong = isLong;
            this.confirmed = confirmed;
            this.last = confirmed;
        }

        private void confirmed(@Nullable BigDecimal price, long nowMillis) {
            if (confirmed != null && price == null) {
                unprotectedSinceMillis = nowMillis;
            }
            announced = announced && price == null;
            isToldBare = price == null;
            confirmed = price;
            last = price == null ? last : price;
        }

        private BigDecimal widest(InstrumentState state, DisasterStop disasterStop) {
            if (state.holding().entryPrice() != enteredAt) {
                enteredAt = state.holding().entryPrice();
                widest = disasterStop.widest(state, enteredAt, isLong);
            }
            return widest;
        }

        private BigDecimal given(InstrumentState state, double price) {
            if (price != givenPrice) {
                givenPrice = price;
                givenOnGrid = DisasterStop.onGrid(state, price);
            }
            return givenOnGrid;
        }

        private boolean isAt(BigDecimal price) {
            return confirmed != null && confirmed.compareTo(price) == 0;
        }
    }
}
