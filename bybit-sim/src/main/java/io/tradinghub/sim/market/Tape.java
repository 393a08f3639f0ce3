package io.tradinghub.sim.market;

import java.util.List;
import java.util.Optional;

/// Everything one instrument trades: candles of the base length and the trades inside each of them.
///
/// The trades of a candle, folded from its open price, give exactly its high, low, close and volume. Any thread may
/// call; the same question always gets the same answer.
public interface Tape {

    Listing listing();

    /// Length of the candles this tape is made of, in milliseconds.
    long baseMillis();

    /// Open time of the first candle.
    long firstOpenMillis();

    /// The close of the last candle, `Long.MAX_VALUE` where there is none.
    long endMillis();

    /// The candle that opens at this multiple of the base length; empty outside of the tape and in its gaps.
    Optional<Bar> bar(long openMillis);

    /// The last candle that opened before this multiple of the base length; empty if there is none.
    Optional<Bar> barBefore(long openMillis);

    /// The trades of that candle in order of time, empty if nothing traded.
    List<Trade> trades(long openMillis);
}
