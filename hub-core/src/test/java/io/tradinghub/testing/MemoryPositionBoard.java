package io.tradinghub.testing;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.position.PositionBoard;

/// A board that others can scribble on and that can be away. Any thread.
public final class MemoryPositionBoard implements PositionBoard {
    private volatile Map<InstrumentId, BigDecimal> shown = Map.of();
    private volatile boolean away;

    /// Makes every call fail until told otherwise.
    public void becomeAway(boolean isAway) {
        away = isAway;
    }

    @Override
    public Map<InstrumentId, BigDecimal> read() {
        failIfAway();
        return shown;
    }

    @Override
    public void show(Map<InstrumentId, BigDecimal> quantities) {
        failIfAway();
        shown = Map.copyOf(quantities);
    }

    private void failIfAway() {
        if (away) {
            throw new StoreUnavailableException("told to be away", new IOException("away"));
        }
    }

    @Override
    public void close() {}
}
