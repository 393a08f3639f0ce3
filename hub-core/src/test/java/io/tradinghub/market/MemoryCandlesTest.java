package io.tradinghub.market;

import io.tradinghub.testing.MemoryCandles;

/// The fake keeps what the real stores keep.
class MemoryCandlesTest extends CandleStoreContract {
    private final MemoryCandles candles = new MemoryCandles();

    @Override
    protected CandleStore store() {
        return candles;
    }

    @Override
    protected CandleHistory history() {
        return candles;
    }
}
