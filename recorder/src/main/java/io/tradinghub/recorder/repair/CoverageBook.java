package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Counts repaired candles per series and UTC day until somebody takes the counts. Any thread may call.
public final class CoverageBook {
    private final Map<SeriesDay, Integer> repaired = new HashMap<>();

    private record SeriesDay(SeriesId series, LocalDate day) {}

    public synchronized void addRepaired(Collection<Candle> candles) {
        for (Candle candle : candles) {
            repaired.merge(new SeriesDay(candle.series(), dayOf(candle.openTimeMillis())), 1, Integer::sum);
        }
    }

    /// The count of this day, which then starts over.
    synchronized int take(SeriesId series, LocalDate day) {
        Integer count = repaired.remove(new SeriesDay(series, day));
        return count == null ? 0 : count;
    }

    /// Puts a count back that could not be saved.
    synchronized void putBack(SeriesId series, LocalDate day, int count) {
        if (count > 0) {
            repaired.merge(new SeriesDay(series, day), count, Integer::sum);
        }
    }

    static LocalDate dayOf(long epochMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    }
}
