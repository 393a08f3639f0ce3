package io.tradinghub.sim.market;

import java.util.List;
import java.util.Optional;

/// The trading history of one instrument: candles of the base length and the trades inside each.
///
/// The trades of a candle, applied from its open price, give exactly its high, low, close and volume. Thread-safe;
/// equal calls return equal results.
public interface Tape {

    Listing listing();

    /// The base length: the length of this tape's candles, in milliseconds.
    long baseMillis();

    /// Open time of the first candle.
    long firstOpenMillis();

    /// The close of the last candle; `Long.MAX_VALUE` if the tape has no end.
    long endMillis();

    /// The candle that opens at this multiple of the base length; empty outside the tape and in its gaps.
    Optional<Bar> bar(long openMillis);

    /// The last candle that opened before this multiple of the base length; empty if there is none.
    Optional<Bar> barBefore(long openMillis);

    /// The trades of the candle that opens there, in order of time.
    List<Trade> trades(long openMillis);
}
