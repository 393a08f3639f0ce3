package io.tradinghub.sim.market;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;

/// What trades, as a function of time: asked twice about the same moment it answers the same.
///
/// Any thread may call. Nothing here knows what time it is; callers must not show anybody what lies after their own
/// now.
public interface Market {

    /// One tape per instrument; the order is the order of listings.
    List<Tape> tapes();

    /// When a replay of this market should begin, so that there is history before it.
    Instant start();

    /// The moment after which nothing trades any more; empty for a market without an end.
    Optional<Instant> end();

    /// The rate that is paid at this settlement (every eight hours) as it could be known at `nowMillis`; final once the
    /// settlement has passed.
    ///
    /// Empty if this perpetual was not traded before that settlement. Only for perpetuals.
    Optional<Double> fundingRate(InstrumentId perpetual, long settlesAtMillis, long nowMillis);

    /// The tape of this instrument, empty if it does not trade here.
    default Optional<Tape> tape(InstrumentId instrument) {
        return tapes().stream().filter(tape -> tape.listing().id().equals(instrument)).findFirst();
    }
}
