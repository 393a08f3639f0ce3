package io.tradinghub.recorder.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.TreeMap;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Puts the closed candles of one series into order for the bots: each once, ascending, without a hole as far as the
/// exchange has the candles.
///
/// A candle beyond the next expected one shows a hole; it is held back until the hole is filled from REST. What REST
/// answers without is asked for again at each check, since the exchange may have it later, but no longer than the
/// limit: a bot is better served with a late hole than with silence. Single-threaded; times in nanoseconds are real, in
/// milliseconds the exchange's.
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
    /// Up to here the exchange was asked and had, or had not.
    private long answered;
    private boolean repairing;
    private boolean waiting;
    private long waitingSinceNanos;
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
        this.answered = firstExpected;
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
        if (isKnown(candle)) {
            return Novelty.REPEATED;
        }
        held.put(candle.openTimeMillis(), candle);
        release(nowNanos);
        repairHole();
        return Novelty.NEW;
    }

    private boolean isKnown(Candle candle) {
        return candle.openTimeMillis() < expected || held.containsKey(candle.openTimeMillis());
    }

    /// The stream is (again) complete from about now; `settledMillis` is the first open time whose candle REST may not
    /// have yet.
    public void connected(long settledMillis) {
        target = Math.max(target, series.interval().floor(settledMillis));
        repairHole();
    }

    /// The exchange's answer for a range asked for. Returns the candles that were news.
    ///
    /// @param untilMillis how far the exchange could answer, at most the end of the range; a candle before it that is
    ///         absent may still come
    public List<Candle> repaired(CandleRange range, long untilMillis, List<Candle> candles, long nowNanos) {
        repairing = false;
        answered = Math.max(answered, untilMillis);
        List<Candle> news = new ArrayList<>();
        for (Candle candle : candles) {
            if (!isKnown(candle)) {
                held.put(candle.openTimeMillis(), candle);
                news.add(candle);
            }
        }
        release(nowNanos);
        if (expected > range.fromMillis()) {
            // Another hole; the same one is asked for again at the next check.
            repairHole();
        }
        return news;
    }

    public void repairFailed() {
        repairing = false;
    }

    /// To be called every few seconds: repeats a repair that failed or left a hole, gives up a hole that was waited for
    /// too long, and notices a candle that should have come: the same one is expected as at the last check, and it has
    /// closed.
    public void check(long settledMillis, long nowNanos) {
        if (waiting && nowNanos - waitingSinceNanos >= holdNanos) {
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

    /// Publishes what is in order, and notes since when there is something to wait for.
    private void release(long nowNanos) {
        while (!held.isEmpty() && held.firstKey() == expected) {
            publishFirst();
        }
        boolean hasHole = !held.isEmpty() || expected < answered;
        if (hasHole && !waiting) {
            waitingSinceNanos = nowNanos;
        }
        waiting = hasHole;
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
            skipTo(held.firstKey());
            publishFirst();
        }
        skipTo(answered);
        waiting = false;
    }

    private void skipTo(long end) {
        if (end > expected) {
            output.skipped(new CandleRange(series, expected, end));
            expected = end;
        }
    }
}
