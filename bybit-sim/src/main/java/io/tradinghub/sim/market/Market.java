package io.tradinghub.sim.market;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;

/// A market as a pure function of time: equal calls return equal results.
///
/// Thread-safe. A market has no clock; callers must not publish data from after their current time.
public interface Market {

    /// One tape per instrument, in the order in which the exchange lists them.
    List<Tape> tapes();

    /// Where market time should start, so that there is history before it.
    Instant start();

    /// When the last candle closes; empty for a market without an end.
    Optional<Instant> end();

    /// The funding rate of this settlement (every eight hours) as known at `nowMillis`; final once the settlement has
    /// passed.
    ///
    /// Empty if the perpetual did not trade before that settlement. Only for perpetuals.
    Optional<Double> fundingRate(InstrumentId perpetual, long settlesAtMillis, long nowMillis);

    /// The tape of this instrument, empty if it does not trade here.
    default Optional<Tape> tape(InstrumentId instrument) {
        return tapes().stream().filter(tape -> tape.listing().id().equals(instrument)).findFirst();
    }
}
