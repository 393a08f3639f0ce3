package io.tradinghub.testing;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.position.PositionBoard;

/// A board that others can scribble on and that can be away. Any thread.
public final class MemoryPositionBoard implements PositionBoard {
    private final Map<InstrumentId, BigDecimal> shown = new ConcurrentHashMap<>();
    private volatile boolean away;

    /// Makes every call fail until told otherwise.
    public void becomeAway(boolean isAway) {
        away = isAway;
    }

    @Override
    public Map<InstrumentId, BigDecimal> read(Collection<InstrumentId> instruments) {
        failIfAway();
        Map<InstrumentId, BigDecimal> read = new HashMap<>(shown);
        read.keySet().retainAll(instruments);
        return read;
    }

    @Override
    public void show(InstrumentId instrument, BigDecimal quantity) {
        failIfAway();
        shown.put(instrument, quantity);
    }

    private void failIfAway() {
        if (away) {
            throw new StoreUnavailableException("told to be away", new IOException("away"));
        }
    }

    @Override
    public void close() {}
}
