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

/// A candle store, its history and the coverage table in memory; it can be away, and it can refuse lines as InfluxDB
/// and PostgreSQL do.
public final class MemoryStores implements CandleStore, CandleHistory, CoverageStore {
    /// How the store behaves.
    public enum Mode {
        WELL, AWAY, REFUSES_BATCHES, DROPS_BAD_LINES,
        /// Throws what no store should throw.
        BROKEN,
        /// Neither answers nor hears an interrupt, as a driver that waits for its socket.
        STUCK
    }

    private final Map<SeriesId, TreeMap<Long, String>> candles = new HashMap<>();
    private final List<DayCoverage> days = new ArrayList<>();
    private Mode mood = Mode.WELL;
    private String badMark = "\u0000";
    private int writes;

    public synchronized void become(Mode newMood) {
        mood = newMood;
        notifyAll();
    }

    /// Lines that contain this are bad.
    public synchronized void refuseLinesWith(String mark) {
        badMark = mark;
    }

    @Override
    public synchronized WriteResult write(CandleLines batch) {
        awaitUnstuck();
        if (mood == Mode.AWAY) {
            return new WriteResult.Unavailable("connection refused");
        }
        if (mood == Mode.BROKEN) {
            throw new IllegalStateException("no store throws this");
        }
        writes++;
        boolean bad = batch.text().contains(badMark);
        if (bad && mood == Mode.REFUSES_BATCHES) {
            return new WriteResult.Refused("unable to parse");
        }
        batch.text().lines().filter(line -> !line.contains(badMark)).forEach(this::store);
        return bad ? new WriteResult.PartlyRefused("dropped=1") : new WriteResult.Written();
    }

    private synchronized void awaitUnstuck() {
        boolean interrupted = false;
        while (mood == Mode.STUCK) {
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

    /// The stored lines of a series, ascending.
    public synchronized List<String> lines(SeriesId series) {
        return List.copyOf(candles.getOrDefault(series, new TreeMap<>()).values());
    }

    /// The open times of the stored candles of a series, ascending.
    public synchronized List<Long> times(SeriesId series) {
        return List.copyOf(candles.getOrDefault(series, new TreeMap<>()).keySet());
    }

    /// Loses what is stored of this series in `[from, to)`.
    public synchronized void forget(SeriesId series, long from, long to) {
        candles.getOrDefault(series, new TreeMap<>()).subMap(from, to).clear();
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        List<String> found;
        synchronized (this) {
            requireHere();
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
        requireHere();
        TreeMap<Long, String> stored = candles.getOrDefault(series, new TreeMap<>());
        return stored.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(stored.lastKey()));
    }

    private void requireHere() {
        if (mood == Mode.AWAY) {
            throw new StoreUnavailableException("memory store is away", new IllegalStateException("away"));
        }
    }

    @Override
    public synchronized void save(Collection<DayCoverage> saved) {
        days.addAll(saved);
    }

    /// Everything saved so far, oldest first.
    public synchronized List<DayCoverage> coverage() {
        return List.copyOf(days);
    }

    @Override
    public void close() {}
}
