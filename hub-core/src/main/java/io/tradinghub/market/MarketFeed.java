package io.tradinghub.market;

import java.time.Duration;
import java.util.List;

/// Live market data of one subscriber, in order and without a hole: what the live store has dropped meanwhile is read
/// from [CandleHistory]. Owned and called by one thread; the owner closes it.
public interface MarketFeed extends AutoCloseable {

    /// The next events in order, waiting at most `wait` for the first; empty when none came.
    ///
    /// @throws StoreUnavailableException when the live store cannot be read; the position is kept and the next call
    ///         goes on from it
    List<MarketEvent> poll(Duration wait);

    @Override
    void close();
}
