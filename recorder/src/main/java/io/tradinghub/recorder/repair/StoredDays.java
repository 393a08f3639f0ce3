package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;

/// What is stored of a range: how many candles on each day, and the stretches where candles are missing. Stretches with few stored candles
/// between them become one, because one request fetches a thousand.
final class StoredDays {
    private static final int WORTH_SPLITTING = 200;
    private final CandleRange range;
    private final long interval;
    private final Map<LocalDate, Integer> stored = new TreeMap<>();
    private final List<CandleRange> missing = new ArrayList<>();
    private long next;

    private final AbsentCandles absent;

    private StoredDays(CandleRange range, AbsentCandles absent) {
        this.absent = absent;
        this.range = range;
        this.interval = range.series().interval().millis();
        this.next = range.fromMillis();
    }

    /// Reads the range from the store; what the exchange does not have does not count as missing.
    static StoredDays read(CandleHistory history, CandleRange range, AbsentCandles absent) {
        StoredDays days = new StoredDays(range, absent);
        history.read(range.series(), Instant.ofEpochMilli(range.fromMillis()), Instant.ofEpochMilli(range.toMillis()), days::see);
        days.missingUntil(range.toMillis());
        return days;
    }

    private void see(CandleBlock block) {
        for (int row = 0; row < block.size(); row++) {
            long time = block.openTimeMillis(row);
            missingUntil(time);
            next = time + interval;
            stored.merge(CoverageBook.dayOf(time), 1, Integer::sum);
        }
    }

    private void missingUntil(long time) {
        if (time <= next) {
            return;
        }
        CandleRange hole = new CandleRange(range.series(), next, time);
        if (absent.covers(hole)) {
            return;
        }
        CandleRange last = missing.isEmpty() ? null : missing.getLast();
        if (last != null && hole.fromMillis() - last.toMillis() < WORTH_SPLITTING * interval) {
            missing.removeLast();
            hole = new CandleRange(range.series(), last.fromMillis(), time);
        }
        missing.addLast(hole);
    }

    List<CandleRange> missing() {
        return List.copyOf(missing);
    }

    Iterable<LocalDate> days() {
        LocalDate first = CoverageBook.dayOf(range.fromMillis());
        return () -> first.datesUntil(CoverageBook.dayOf(range.toMillis() - 1).plusDays(1)).iterator();
    }

    int stored(LocalDate day) {
        return stored.getOrDefault(day, 0);
    }

    /// How many candles of this day lie in the range.
    int expected(LocalDate day) {
        long dayStart = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        long dayEnd = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return (int) ((Math.min(dayEnd, range.toMillis()) - Math.max(dayStart, range.fromMillis())) / interval);
    }
}
