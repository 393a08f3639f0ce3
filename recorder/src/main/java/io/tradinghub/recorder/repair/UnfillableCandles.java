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

/// Remembers which candles cannot be had, so that this process does not ask for them again: those that the exchange was
/// asked for and does not have, and those that the store refused. Of what the exchange lacked in the last hour it
/// remembers nothing: an exchange in trouble may have them later. Any thread may call.
public final class UnfillableCandles {
    private static final long LAST_HOUR = Duration.ofHours(1).toMillis();
    private final InstantSource marketClock;
    // Guarded by this.
    private final Map<SeriesId, Stretches> absent = new HashMap<>();
    /// The absent and the refused ones.
    private final Map<SeriesId, Stretches> lost = new HashMap<>();

    public UnfillableCandles(InstantSource marketClock) {
        this.marketClock = marketClock;
    }

    /// Notes what is missing from the answer, which is ascending, for this range.
    synchronized void note(CandleRange asked, List<ArchivedCandle> answer) {
        long next = asked.fromMillis();
        for (ArchivedCandle candle : answer) {
            add(asked.series(), next, candle.candle().openTimeMillis());
            next = candle.candle().closeTimeMillis();
        }
        add(asked.series(), next, asked.toMillis());
    }

    private void add(SeriesId one, long from, long missingTo) {
        long to = Math.min(missingTo, one.interval().floor(marketClock.millis() - LAST_HOUR));
        if (from < to) {
            absent.computeIfAbsent(one, _ -> new Stretches()).add(from, to);
            lost.computeIfAbsent(one, _ -> new Stretches()).add(from, to);
        }
    }

    /// Notes a candle that the store will never take.
    public synchronized void refused(Candle candle) {
        lost.computeIfAbsent(candle.series(), _ -> new Stretches()).add(candle.openTimeMillis(),
                candle.closeTimeMillis());
    }

    /// Whether no candle of this hole can be had.
    synchronized boolean covers(CandleRange hole) {
        return candles(lost, hole) == hole.candles();
    }

    /// How many candles of this range the exchange is known not to have.
    synchronized int absentIn(CandleRange range) {
        return candles(absent, range);
    }

    private static int candles(Map<SeriesId, Stretches> known, CandleRange range) {
        Stretches stretches = known.get(range.series());
        return stretches == null
                ? 0
                : Math.toIntExact(
                        stretches.overlap(range.fromMillis(), range.toMillis()) / range.series().interval().millis());
    }

    /// Stretches of time that neither overlap nor touch.
    private static final class Stretches {
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
