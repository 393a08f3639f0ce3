package io.tradinghub.recorder.repair;

import java.util.List;
import java.util.Map.Entry;
import java.util.TreeMap;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Puts the closed candles of one series into order for the bots: each once, ascending, without a hole as far as the exchange has the candles.
///
/// A candle beyond the next expected one shows a hole; it is held back until the hole is filled from REST, but no longer than the limit, since a
/// bot is better served with a late hole than with silence. Single-threaded; times in nanoseconds are real, in milliseconds the market's.
public final class SeriesSequencer {
    /// One answer of the exchange.
    private static final int LARGEST_REPAIR = 1000;
    private final SeriesId series;
    private final Output output;
    private final long holdNanos;
    private final long interval;
    private final TreeMap<Long, Candle> held = new TreeMap<>();
    private long expected;
    private long target;
    private boolean repairing;
    private long heldSinceNanos;
    private long expectedAtLastCheck;

    /// Where the sequencer's decisions go.
    public interface Output {
        /// The next candle in order.
        void publish(Candle candle);

        /// Asks for these candles; the answer comes back through [#repaired] or [#repairFailed].
        void repair(CandleRange range);

        /// Gave up waiting for these candles; what is published from now on leaves them out.
        void skipped(CandleRange range);
    }

    /// What a closed candle was.
    public enum Novelty {
        NEW,
        /// Older than what is already published, or held already.
        REPEATED
    }

    /// @param firstExpected open time of the first candle to publish
    public SeriesSequencer(SeriesId series, long firstExpected, long holdNanos, Output output) {
        this.series = series;
        this.output = output;
        this.holdNanos = holdNanos;
        this.interval = series.interval().millis();
        this.expected = firstExpected;
        this.target = firstExpected;
        this.expectedAtLastCheck = firstExpected - 1;
    }

    public SeriesId series() {
        return series;
    }

    /// The watermark: open time of the next candle to publish; every one before it is published or skipped.
    public long expected() {
        return expected;
    }

    public Novelty closed(Candle candle, long nowNanos) {
        if (candle.openTimeMillis() < expected || held.containsKey(candle.openTimeMillis())) {
            return Novelty.REPEATED;
        }
        hold(candle, nowNanos);
        release();
        repairHole();
        return Novelty.NEW;
    }

    /// The stream is (again) complete from about now; `settledMillis` is the first open time whose candle REST may not have yet.
    public void connected(long settledMillis) {
        target = Math.max(target, series.interval().floor(settledMillis));
        repairHole();
    }

    /// The exchange's answer for a range asked for; candles that are not in it do not exist. Returns how many of them were news.
    public int repaired(CandleRange range, List<Candle> candles, long nowNanos) {
        repairing = false;
        int news = 0;
        for (Candle candle : candles) {
            if (candle.openTimeMillis() >= expected && !held.containsKey(candle.openTimeMillis())) {
                hold(candle, nowNanos);
                news++;
            }
        }
        if (range.fromMillis() <= expected) {
            while (!held.isEmpty() && held.firstKey() < range.toMillis()) {
                publishFirst();
            }
            expected = Math.max(expected, range.toMillis());
        }
        release();
        repairHole();
        return news;
    }

    public void repairFailed() {
        repairing = false;
    }

    /// To be called every few seconds: repeats a failed repair, gives up a hole that was waited for too long, and notices a candle that should
    /// have come: the same one expected at two checks although it has closed.
    public void check(long settledMillis, long nowNanos) {
        if (!held.isEmpty() && nowNanos - heldSinceNanos >= holdNanos) {
            skipHoles();
        }
        boolean stuck = expected == expectedAtLastCheck && expected < series.interval().floor(settledMillis);
        expectedAtLastCheck = expected;
        if (stuck) {
            connected(settledMillis);
        } else {
            repairHole();
        }
    }

    private void hold(Candle candle, long nowNanos) {
        if (held.isEmpty()) {
            heldSinceNanos = nowNanos;
        }
        held.put(candle.openTimeMillis(), candle);
    }

    private void release() {
        while (!held.isEmpty() && held.firstKey() == expected) {
            publishFirst();
        }
    }

    private void publishFirst() {
        Entry<Long, Candle> first = held.pollFirstEntry();
        output.publish(first.getValue());
        expected = first.getKey() + interval;
    }

    private void repairHole() {
        long end = held.isEmpty() ? target : held.firstKey();
        if (!repairing && expected < end) {
            repairing = true;
            output.repair(new CandleRange(series, expected, Math.min(end, expected + LARGEST_REPAIR * interval)));
        }
    }

    private void skipHoles() {
        while (!held.isEmpty()) {
            if (held.firstKey() > expected) {
                output.skipped(new CandleRange(series, expected, held.firstKey()));
            }
            publishFirst();
        }
    }
}
