package io.tradinghub.testing;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.SeriesId;

/// Candles kept in memory, written and read as a store's are. Any thread.
public final class MemoryCandles implements CandleStore, CandleHistory {
    private static final int BLOCK = 100;

    private final Map<SeriesId, TreeMap<Long, Candle>> candles = new HashMap<>();

    @Override
    public WriteResult write(CandleLines batch) {
        try {
            add(batch.text().lines().map(CandleLine::parse).toList());
            return new WriteResult.Written();
        } catch (IllegalArgumentException malformed) {
            return new WriteResult.Refused(String.valueOf(malformed.getMessage()));
        }
    }

    public synchronized void add(List<Candle> added) {
        added.forEach(
                candle -> candles.computeIfAbsent(candle.series(), _ -> new TreeMap<>()).put(candle.openTimeMillis(),
                        candle));
    }

    public synchronized void clear() {
        candles.clear();
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        CandleBlock block = new CandleBlock(series, BLOCK);
        for (Candle candle : between(series, from, to)) {
            block.append(candle.openTimeMillis(), candle.open(), candle.high(), candle.low(), candle.close(),
                    candle.volume(),
                    candle.turnover());
            if (block.isFull()) {
                visitor.accept(block);
                block.clear();
            }
        }
        if (block.size() > 0) {
            visitor.accept(block);
        }
    }

    private synchronized List<Candle> between(SeriesId series, Instant from, Instant to) {
        return List.copyOf(stored(series).subMap(from.toEpochMilli(), to.toEpochMilli()).values());
    }

    @Override
    public synchronized Optional<Instant> newest(SeriesId series) {
        return Optional.ofNullable(stored(series).lastEntry()).map(last -> last.getValue().openTime());
    }

    private NavigableMap<Long, Candle> stored(SeriesId series) {
        return candles.getOrDefault(series, new TreeMap<>());
    }

    @Override
    public void close() {}
}
