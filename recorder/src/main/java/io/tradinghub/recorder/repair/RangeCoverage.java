package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;

/// What is stored of a range: how many candles on each day, and the holes between them.
final class RangeCoverage {
    private final CandleRange range;
    private final UnfillableCandles absent;
    private final long interval;
    private final Map<LocalDate, Integer> stored = new TreeMap<>();
    private final List<CandleRange> missing = new ArrayList<>();
    private long next;

    private RangeCoverage(CandleRange range, UnfillableCandles absent) {
        this.range = range;
        this.absent = absent;
        this.interval = range.series().interval().millis();
        this.next = range.fromMillis();
    }

    /// Reads the range from the store; what cannot be had does not count as missing.
    static RangeCoverage read(CandleHistory history, CandleRange range, UnfillableCandles absent) {
        RangeCoverage days = new RangeCoverage(range, absent);
        history.read(range.series(), Instant.ofEpochMilli(range.fromMillis()), Instant.ofEpochMilli(range.toMillis()),
                days::see);
        days.missingUntil(range.toMillis());
        return days;
    }

    private void see(CandleBlock block) {
        for (int row = 0; row < block.size(); row++) {
            long time = block.openTimeMillis(row);
            missingUntil(time);
            next = time + interval;
            stored.merge(RepairedCandles.dayOf(time), 1, Integer::sum);
        }
    }

    private void missingUntil(long time) {
        if (time > next) {
            CandleRange hole = new CandleRange(range.series(), next, time);
            if (!absent.covers(hole)) {
                missing.add(hole);
            }
        }
    }

    /// The holes, ascending.
    List<CandleRange> missing() {
        return List.copyOf(missing);
    }

    Iterable<LocalDate> days() {
        LocalDate first = RepairedCandles.dayOf(range.fromMillis());
        return () -> first.datesUntil(RepairedCandles.dayOf(range.toMillis() - 1).plusDays(1)).iterator();
    }

    int stored(LocalDate day) {
        return stored.getOrDefault(day, 0);
    }

    /// How many candles of this day lie in the range, without those that the exchange is known by now not to have.
    int expected(LocalDate day) {
        CandleRange ofDay = new CandleRange(range.series(), Math.max(RepairedCandles.startOf(day), range.fromMillis()),
                Math.min(RepairedCandles.startOf(day.plusDays(1)), range.toMillis()));
        return Math.max(stored(day), ofDay.candles() - absent.absentIn(ofDay));
    }
}
