package io.tradinghub.recorder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CoverageStore;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;

/// A candle store, its history and the coverage table in memory; it can be unavailable, and it can reject lines as
/// InfluxDB and PostgreSQL do.
public final class MemoryStores implements CandleStore, CandleHistory, CoverageStore {
    /// How the store behaves.
    public enum Mode {
        AVAILABLE, UNAVAILABLE, REJECTS_BATCHES, DROPS_BAD_LINES,
        /// Throws an unexpected exception.
        BROKEN,
        /// Neither returns nor reacts to interrupts, like a driver that waits for its socket.
        STUCK
    }

    private final Map<SeriesId, TreeMap<Long, String>> candles = new HashMap<>();
    private final List<DayCoverage> days = new ArrayList<>();
    private Mode mode = Mode.AVAILABLE;
    private String badMark = "\u0000";
    private int writes;

    public synchronized void setMode(Mode newMode) {
        mode = newMode;
        notifyAll();
    }

    /// Rejects lines that contain this text.
    public synchronized void rejectLinesWith(String mark) {
        badMark = mark;
    }

    @Override
    public synchronized WriteResult write(CandleLines batch) {
        awaitUnstuck();
        if (mode == Mode.UNAVAILABLE) {
            return new WriteResult.Unavailable("connection refused");
        }
        if (mode == Mode.BROKEN) {
            throw new IllegalStateException("unexpected failure");
        }
        writes++;
        boolean bad = batch.text().contains(badMark);
        if (bad && mode == Mode.REJECTS_BATCHES) {
            return new WriteResult.Refused("unable to parse");
        }
        batch.text().lines().filter(line -> !line.contains(badMark)).forEach(this::store);
        return bad ? new WriteResult.PartlyRefused("dropped=1") : new WriteResult.Written();
    }

    private synchronized void awaitUnstuck() {
        boolean interrupted = false;
        while (mode == Mode.STUCK) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(String line) {
        Candle candle = CandleLine.parse(line);
        candles.computeIfAbsent(candle.series(), _ -> new TreeMap<>()).put(candle.openTimeMillis(), line);
    }

    public synchronized int writes() {
        return writes;
    }

    /// Returns the stored lines of a series, ascending.
    public synchronized List<String> lines(SeriesId series) {
        return List.copyOf(candles.getOrDefault(series, new TreeMap<>()).values());
    }

    /// Returns the open times of the stored candles of a series, ascending.
    public synchronized List<Long> times(SeriesId series) {
        return List.copyOf(candles.getOrDefault(series, new TreeMap<>()).keySet());
    }

    /// Deletes the stored candles of this series in `[from, to)`.
    public synchronized void delete(SeriesId series, long from, long to) {
        candles.getOrDefault(series, new TreeMap<>()).subMap(from, to).clear();
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        List<String> found;
        synchronized (this) {
            requireAvailable();
            found = List.copyOf(candles.getOrDefault(series, new TreeMap<>())
                    .subMap(from.toEpochMilli(), to.toEpochMilli()).values());
        }
        CandleBlock block = new CandleBlock(series, 100);
        for (String line : found) {
            Candle c = CandleLine.parse(line);
            block.append(c.openTimeMillis(), c.open(), c.high(), c.low(), c.close(), c.volume(), c.turnover());
            if (block.isFull()) {
                visitor.accept(block);
                block.clear();
            }
        }
        if (block.size() > 0) {
            visitor.accept(block);
        }
    }

    @Override
    public synchronized Optional<Instant> newest(SeriesId series) {
        requireAvailable();
        TreeMap<Long, String> stored = candles.getOrDefault(series, new TreeMap<>());
        return stored.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(stored.lastKey()));
    }

    private void requireAvailable() {
        if (mode == Mode.UNAVAILABLE) {
            throw new StoreUnavailableException("memory store is unavailable",
                    new IllegalStateException("unavailable"));
        }
    }

    @Override
    public synchronized void save(Collection<DayCoverage> saved) {
        days.addAll(saved);
    }

    /// Returns everything saved so far, oldest first.
    public synchronized List<DayCoverage> coverage() {
        return List.copyOf(days);
    }

    @Override
    public void close() {}
}
