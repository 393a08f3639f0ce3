package io.tradinghub.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

import io.tradinghub.bot.Target;
import io.tradinghub.market.Instrument;

/// How far from the price of its entry a position's stop may be at most. What its owner lost by then is lost even when
/// the bot, the hub and the host are gone.
final class DisasterStop {
    private final double fraction;

    /// @param fraction of the entry price, in (0, 1)
    DisasterStop(double fraction) {
        this.fraction = fraction;
    }

    /// A stop price on the tick grid, at least one tick.
    static BigDecimal onGrid(InstrumentState state, double price) {
        Instrument rules = state.rules().known();
        return rules.priceOf(Math.max(1, rules.ticks(price, RoundingMode.HALF_EVEN)));
    }

    /// The stop furthest away that a position entered at this price may have.
    BigDecimal widest(InstrumentState state, double entryPrice, boolean isLong) {
        return onGrid(state, entryPrice * (1 + (isLong ? -fraction : fraction)));
    }

    /// Whether a stop is further away than the furthest.
    static boolean isWider(BigDecimal stopPrice, BigDecimal widest, boolean isLong) {
        return isLong ? stopPrice.compareTo(widest) < 0 : stopPrice.compareTo(widest) > 0;
    }

    /// The stop that leaves with an entry at this price, so that the position is never without one: the strategy's, at
    /// the furthest. A position that has its stop keeps it when the strategy gives none.
    Optional<BigDecimal> attachedTo(InstrumentState state, double entryPrice, boolean isLong) {
        OptionalDouble given = state.goal().target().map(Target::stopPrice).orElse(OptionalDouble.empty());
        BigDecimal widest = widest(state, entryPrice, isLong);
        if (given.isEmpty()) {
            return state.holding().isFlat() ? Optional.of(widest) : Optional.empty();
        }
        BigDecimal wanted = onGrid(state, given.getAsDouble());
        return Optional.of(isWider(wanted, widest, isLong) ? widest : wanted);
    }
}
