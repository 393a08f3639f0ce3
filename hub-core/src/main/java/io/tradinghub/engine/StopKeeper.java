package io.tradinghub.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.Protection;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.LedgerEntry.StopMoved;
import io.tradinghub.risk.RiskRule;
import org.jspecify.annotations.Nullable;

/// Keeps a stop at the exchange for every open perpetual position that is not a leg of a hedge: the strategy's, or one
/// of the engine's own where the strategy gives none. A leg is guarded by its sibling; a stop would leave that alone.
final class StopKeeper {
    private static final long RETRY_MILLIS = Duration.ofSeconds(2).toMillis();
    private final double fallbackFraction;
    private final long deadlineMillis;
    private final long maxDataAgeMillis;
    private final HedgeBook hedges;
    private final EngineTime time;
    private final CommandSink commands;
    private final Announcer announcer;
    private final Map<InstrumentId, BigDecimal> found;
    private final Map<InstrumentState, Stop> stops = new HashMap<>();

    /// @param found the stops that the ledger knows from before
    StopKeeper(EngineSettings settings, long maxDataAgeMillis, Map<InstrumentId, BigDecimal> found, HedgeBook hedges,
            EngineTime time, CommandSink commands, Announcer announcer) {
        this.fallbackFraction = settings.fallbackStop();
        this.maxDataAgeMillis = maxDataAgeMillis;
        this.deadlineMillis = settings.timing().protectDeadline().toMillis();
        this.found = new HashMap<>(found);
        this.hedges = hedges;
        this.time = time;
        this.commands = commands;
        this.announcer = announcer;
    }

    /// A stop price on the tick grid, at least one tick.
    static BigDecimal onGrid(InstrumentState state, double price) {
        Instrument rules = state.rules().known();
        return rules.priceOf(Math.max(1, rules.ticks(price, RoundingMode.HALF_EVEN)));
    }

    /// Looks after the stop of one instrument; cheap when there is nothing to do.
    void watch(InstrumentState state) {
        if (!state.isLinear() || !state.rules().areKnown()) {
            return;
        }
        if (state.holding().isFlat()) {
            forget(state);
            return;
        }
        if (hedges.legsOf(state).isEmpty()) {
            guard(state, stopOf(state));
        }
    }

    private void guard(InstrumentState state, Stop stop) {
        long nowMillis = time.steadyMillis();
        closeIfPassed(state, stop);
        boolean isLate = stop.confirmed == null && nowMillis - stop.unprotectedSinceMillis >= deadlineMillis;
        boolean isAboutToBeClosed = stop.confirmed == null && state.wantsFlat() && !isLate;
        if (isAboutToBeClosed) {
            return;
        }
        BigDecimal wanted = wanted(state, stop);
        if (!stop.isAt(wanted) && nowMillis >= stop.askAtMillis) {
            stop.askAtMillis = nowMillis + RETRY_MILLIS;
            commands.accept(new EngineCommand.Protect(state.id(), Protection.stopAt(wanted)));
        }
        if (isLate && !stop.announced) {
            stop.announced = true;
            announcer.announce(RiskRule.UNPROTECTED, "%s %s has no stop at the exchange%s".formatted(
                    state.heldQuantity().toPlainString(), state.id(),
                    stop.refusal == null ? "" : ": " + stop.refusal), state.holding().position().quantity());
        }
    }

    /// Where the price has passed the strategy's stop and none rests there, the exchange closes nothing, and takes no
    /// such stop any more: the engine closes the position itself.
    private void closeIfPassed(InstrumentState state, Stop stop) {
        OptionalDouble given = state.goal().target().map(Target::stopPrice).orElse(OptionalDouble.empty());
        boolean isPassed = given.isPresent() && !state.wantsFlat() && !state.holding().isForeign()
                && state.goal().isStopPassed(state.mark())
                && state.price().isFresh(time.wallMillis(), maxDataAgeMillis)
                && !stop.isAt(onGrid(state, given.getAsDouble()));
        if (isPassed) {
            state.goal().stop();
            announcer.announce(RiskRule.STOP_PASSED, "%s %s is at %s, past its stop at %s: closing it".formatted(
                    state.holding().position().quantity().toPlainString(), state.id(), state.mark(),
                    given.getAsDouble()), state.holding().position().quantity());
        }
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
        OptionalDouble given = state.goal().target().map(Target::stopPrice).orElse(OptionalDouble.empty());
        if (given.isPresent() && isGuarding(given.getAsDouble(), state.mark(), stop.isLong)) {
            return stop.given(state, given.getAsDouble());
        }
        boolean standsUntilDecision = given.isPresent() || !state.goal().isKnown() || state.wantsFlat();
        if (stop.confirmed != null && standsUntilDecision) {
            return stop.confirmed;
        }
        if (stop.fallback == null) {
            double away = stop.isLong ? -fallbackFraction : fallbackFraction;
            stop.fallback = onGrid(state, state.holding().entryPrice() * (1 + away));
            announcer.announce(RiskRule.FALLBACK_STOP,
                    "%s has no stop of its strategy: the engine puts one at %s".formatted(state.id(),
                            stop.fallback.toPlainString()),
                    stop.fallback);
        }
        return stop.fallback;
    }

    /// A stop that the price has passed already closes nothing: the exit under way does.
    private static boolean isGuarding(double stopPrice, double mark, boolean isLong) {
        return isLong ? stopPrice < mark : stopPrice > mark;
    }

    /// The exchange told where the stop rests.
    void seen(InstrumentState state, ProtectionSeen seen) {
        boolean isNews = rests(state, seen.protection().stopPrice());
        Stop stop = stops.get(state);
        if (stop != null) {
            stop.refusal = seen.refusal().orElse(null);
        }
        if (isNews && seen.refusal().isEmpty()) {
            remember(state, seen.protection().stopPrice());
        }
    }

    /// The exchange told of the whole account. What it says of a time before the last execution may be the stop of a
    /// position that is gone.
    void seen(AccountState seen, InstrumentState state) {
        if (state.holding().lastFillMillis() > seen.asOf().toEpochMilli()) {
            return;
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
        private @Nullable BigDecimal fallback;
        private double givenPrice = Double.NaN;
        private BigDecimal givenOnGrid = BigDecimal.ZERO;
        private @Nullable String refusal;

        private Stop(long sinceMillis, boolean isLong, @Nullable BigDecimal confirmed) {
            this.unprotectedSinceMillis = sinceMillis;
            this.isLong = isLong;
            this.confirmed = confirmed;
        }

        private void confirmed(@Nullable BigDecimal price, long nowMillis) {
            if (confirmed != null && price == null) {
                unprotectedSinceMillis = nowMillis;
            }
            announced = announced && price == null;
            confirmed = price;
        }

        private BigDecimal given(InstrumentState state, double price) {
            fallback = null;
            if (price != givenPrice) {
                givenPrice = price;
                givenOnGrid = onGrid(state, price);
            }
            return givenOnGrid;
        }

        private boolean isAt(BigDecimal price) {
            return confirmed != null && confirmed.compareTo(price) == 0;
        }
    }
}
