package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;

/// What the store holds of a range: the number of candles of each day, and the gaps between them.
final class RangeCoverage {
    private final CandleRange range;
    private final UnfillableCandles unfillable;
    private final long interval;
    private final Map<LocalDate, Integer> stored = new TreeMap<>();
    private final List<CandleRange> gaps = new ArrayList<>();
    private long next;

    private RangeCoverage(CandleRange range, UnfillableCandles unfillable) {
        this.range = range;
        this.unfillable = unfillable;
        this.interval = range.series().interval().millis();
        this.next = range.fromMillis();
    }

    /// Reads the range from the store; unfillable candles do not count as gaps.
    static RangeCoverage read(CandleHistory history, CandleRange range, UnfillableCandles unfillable) {
        RangeCoverage coverage = new RangeCoverage(range, unfillable);
        history.read(range.series(), Instant.ofEpochMilli(range.fromMillis()), Instant.ofEpochMilli(range.toMillis()),
                coverage::addBlock);
        coverage.addGapUntil(range.toMillis());
        return coverage;
    }

    private void addBlock(CandleBlock block) {
        for (int row = 0; row < block.size(); row++) {
            long time = block.openTimeMillis(row);
            addGapUntil(time);
            next = time + interval;
            stored.merge(RepairedCandles.dayOf(time), 1, Integer::sum);
        }
    }

    private void addGapUntil(long time) {
        if (time > next) {
            CandleRange gap = new CandleRange(range.series(), next, time);
            if (!unfillable.containsAll(gap)) {
                gaps.add(gap);
            }
        }
    }

    /// The gaps, ascending.
    List<CandleRange> gaps() {
        return List.copyOf(gaps);
    }

    Iterable<LocalDate> days() {
        LocalDate first = RepairedCandles.dayOf(range.fromMillis());
        return () -> first.datesUntil(RepairedCandles.dayOf(range.toMillis() - 1).plusDays(1)).iterator();
    }

    int stored(LocalDate day) {
        return stored.getOrDefault(day, 0);
    }

    /// The number of candles of this day in the range, without those known to be absent at the exchange.
    int expected(LocalDate day) {
        CandleRange ofDay = new CandleRange(range.series(), Math.max(RepairedCandles.startOf(day), range.fromMillis()),
                Math.min(RepairedCandles.startOf(day.plusDays(1)), range.toMillis()));
        return Math.max(stored(day), ofDay.candles() - unfillable.countAbsent(ofDay));
    }
}
