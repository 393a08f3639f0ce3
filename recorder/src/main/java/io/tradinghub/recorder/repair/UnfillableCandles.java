package io.tradinghub.recorder.repair;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Remembers which candles cannot be fetched and stored, so that this process does not request them again: those absent
/// at the exchange and those the store rejected. Does not record what was absent in the last hour, because an exchange
/// in trouble may deliver it later. Any thread may call.
public final class UnfillableCandles {
    private static final long LAST_HOUR = Duration.ofHours(1).toMillis();
    private final InstantSource marketClock;
    // Guarded by this.
    private final Map<SeriesId, TimeRanges> absent = new HashMap<>();
    /// The absent and the rejected ones.
    private final Map<SeriesId, TimeRanges> unfillable = new HashMap<>();

    public UnfillableCandles(InstantSource marketClock) {
        this.marketClock = marketClock;
    }

    /// Records as absent what the exchange's ascending answer to the requested range lacks.
    synchronized void addAnswer(CandleRange requested, List<ArchivedCandle> answer) {
        long next = requested.fromMillis();
        for (ArchivedCandle candle : answer) {
            add(requested.series(), next, candle.candle().openTimeMillis());
            next = candle.candle().closeTimeMillis();
        }
        add(requested.series(), next, requested.toMillis());
    }

    private void add(SeriesId series, long from, long absentTo) {
        long to = Math.min(absentTo, series.interval().floor(marketClock.millis() - LAST_HOUR));
        if (from < to) {
            absent.computeIfAbsent(series, _ -> new TimeRanges()).add(from, to);
            unfillable.computeIfAbsent(series, _ -> new TimeRanges()).add(from, to);
        }
    }

    /// Records a candle that the store rejected for good.
    public synchronized void addRejected(Candle candle) {
        unfillable.computeIfAbsent(candle.series(), _ -> new TimeRanges()).add(candle.openTimeMillis(),
                candle.closeTimeMillis());
    }

    /// Whether no candle of this gap can be fetched and stored.
    synchronized boolean containsAll(CandleRange gap) {
        return count(unfillable, gap) == gap.candles();
    }

    /// The number of candles in this range known to be absent at the exchange.
    synchronized int countAbsent(CandleRange range) {
        return count(absent, range);
    }

    private static int count(Map<SeriesId, TimeRanges> known, CandleRange range) {
        TimeRanges ranges = known.get(range.series());
        return ranges == null
                ? 0
                : Math.toIntExact(
                        ranges.overlap(range.fromMillis(), range.toMillis()) / range.series().interval().millis());
    }

    /// Time ranges that neither overlap nor touch.
    private static final class TimeRanges {
        private final NavigableMap<Long, Long> endByStart = new TreeMap<>();

        void add(long from, long to) {
            long start = from;
            long end = to;
            for (Map.Entry<Long, Long> other = endByStart.floorEntry(end); other != null
                    && other.getValue() >= start; other = endByStart
                            .floorEntry(end)) {
                start = Math.min(start, other.getKey());
                end = Math.max(end, other.getValue());
                endByStart.remove(other.getKey());
            }
            endByStart.put(start, end);
        }

        long overlap(long from, long to) {
            Long first = endByStart.floorKey(from);
            long sum = 0;
            for (Map.Entry<Long, Long> each : endByStart.subMap(first == null ? from : first, to).entrySet()) {
                sum += Math.max(0, Math.min(to, each.getValue()) - Math.max(from, each.getKey()));
            }
            return sum;
        }
    }
}
