package io.tradinghub.market;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads stored closed candles. Any thread may call; each call is independent.
///
/// @implSpec throws [StoreUnavailableException] when the store does not answer within its time limit; never returns a
///         part as if it were all.
public interface CandleHistory extends AutoCloseable {

    /// Hands the closed candles with open time in `[from, to)` to the visitor, ascending, in blocks. Memory is bounded
    /// by one block whatever the range.
    void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor);

    /// The open time of the newest stored closed candle, if there is any.
    Optional<Instant> newest(SeriesId series);

    @Override
    void close();
}
