package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Collects the repaired candles per series and UTC day until [HistoryScan] takes them. Counts a candle once even if
/// two repairs fetched it. Any thread may call.
public final class RepairedCandles {
    private final Map<SeriesDay, BitSet> bySeriesAndDay = new HashMap<>();

    private record SeriesDay(SeriesId series, LocalDate day) {}

    public synchronized void add(Collection<Candle> candles) {
        for (Candle candle : candles) {
            LocalDate day = dayOf(candle.openTimeMillis());
            long inDay = candle.openTimeMillis() - startOf(day);
            candlesOf(candle.series(), day).set((int) (inDay / candle.series().interval().millis()));
        }
    }

    private BitSet candlesOf(SeriesId series, LocalDate day) {
        return bySeriesAndDay.computeIfAbsent(new SeriesDay(series, day), _ -> new BitSet());
    }

    /// Returns one bit per repaired candle of this day and forgets them.
    synchronized BitSet take(SeriesId series, LocalDate day) {
        BitSet candles = bySeriesAndDay.remove(new SeriesDay(series, day));
        return candles == null ? new BitSet() : candles;
    }

    /// Restores what could not be saved.
    synchronized void putBack(SeriesId series, LocalDate day, BitSet candles) {
        candlesOf(series, day).or(candles);
    }

    static LocalDate dayOf(long epochMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    }

    static long startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
