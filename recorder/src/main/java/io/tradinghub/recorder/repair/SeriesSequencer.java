package io.tradinghub.recorder.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.TreeMap;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Publishes the closed candles of one series in order for the bots: each once, ascending, without gaps as far as the
/// exchange has the candles.
///
/// A candle beyond the next expected one reveals a gap; the sequencer holds it until REST has filled the gap. It
/// requests absent candles again at each check, because the exchange may deliver them later, but skips them when the
/// time limit ends: bots are better off with a gap than without data. Single-threaded; nanoseconds are real time,
/// milliseconds the exchange's.
public final class SeriesSequencer {
    /// The most that the exchange returns per request.
    private static final int MAX_REPAIR_CANDLES = 1000;
    private final SeriesId series;
    private final Output output;
    private final long holdNanos;
    private final long interval;
    private final TreeMap<Long, Candle> held = new TreeMap<>();
    private long expected;
    private long requiredUntil;
    /// The exchange has answered for every candle before this open time.
    private long answered;
    private boolean repairing;
    private boolean waitingForGap;
    private long gapSinceNanos;
    private long expectedAtLastCheck;

    /// Receives the decisions of the sequencer.
    public interface Output {
        /// The next candle in order.
        void publish(Candle candle);

        /// Requests these candles; the answer arrives through [#repaired] or [#repairFailed].
        void repair(CandleRange range);

        /// Skipped these candles after the time limit; they will not be published later.
        void skipped(CandleRange range);
    }

    /// Whether a closed candle is new.
    public enum Arrival {
        NEW,
        /// Already published or skipped, or already held.
        REPEATED
    }

    /// @param firstExpected open time of the first candle to publish
    public SeriesSequencer(SeriesId series, long firstExpected, long holdNanos, Output output) {
        this.series = series;
        this.output = output;
        this.holdNanos = holdNanos;
        this.interval = series.interval().millis();
        this.expected = firstExpected;
        this.requiredUntil = firstExpected;
        this.answered = firstExpected;
        this.expectedAtLastCheck = firstExpected - 1;
    }

    public SeriesId series() {
        return series;
    }

    /// The watermark: open time of the next candle to publish; every earlier one has been published or skipped.
    public long expected() {
        return expected;
    }

    public Arrival closed(Candle candle, long nowNanos) {
        if (isRepeated(candle)) {
            return Arrival.REPEATED;
        }
        held.put(candle.openTimeMillis(), candle);
        release(nowNanos);
        requestRepair();
        return Arrival.NEW;
    }

    private boolean isRepeated(Candle candle) {
        return candle.openTimeMillis() < expected || held.containsKey(candle.openTimeMillis());
    }

    /// The stream misses nothing from about now on; `settledMillis` is the first open time whose candle REST may not
    /// have yet.
    public void connected(long settledMillis) {
        requiredUntil = Math.max(requiredUntil, series.interval().floor(settledMillis));
        requestRepair();
    }

    /// Takes the exchange's answer to a requested range. Returns the candles that were new.
    ///
    /// @param untilMillis up to which time the exchange could answer, at most the end of the range; an absent candle
    ///         before it may still come
    public List<Candle> repaired(CandleRange range, long untilMillis, List<Candle> candles, long nowNanos) {
        repairing = false;
        answered = Math.max(answered, untilMillis);
        List<Candle> added = new ArrayList<>();
        for (Candle candle : candles) {
            if (!isRepeated(candle)) {
                held.put(candle.openTimeMillis(), candle);
                added.add(candle);
            }
        }
        release(nowNanos);
        if (expected > range.fromMillis()) {
            // This is another gap; the next check requests the same one again.
            requestRepair();
        }
        return added;
    }

    public void repairFailed() {
        repairing = false;
    }

    /// Call every few seconds: retries a repair that failed or was incomplete, skips a gap whose time limit has passed,
    /// and detects an overdue candle, one that has closed and was already expected at the last check.
    public void check(long settledMillis, long nowNanos) {
        if (waitingForGap && nowNanos - gapSinceNanos >= holdNanos) {
            skipGaps();
        }
        boolean isOverdue = expected == expectedAtLastCheck && expected < series.interval().floor(settledMillis);
        expectedAtLastCheck = expected;
        if (isOverdue) {
            connected(settledMillis);
        } else {
            requestRepair();
        }
    }

    /// Publishes the held candles that are next in order, and starts the time limit if a gap remains.
    private void release(long nowNanos) {
        while (!held.isEmpty() && held.firstKey() == expected) {
            publishFirst();
        }
        boolean hasGap = !held.isEmpty() || expected < answered;
        if (hasGap && !waitingForGap) {
            gapSinceNanos = nowNanos;
        }
        waitingForGap = hasGap;
    }

    private void publishFirst() {
        Entry<Long, Candle> first = held.pollFirstEntry();
        output.publish(first.getValue());
        expected = first.getKey() + interval;
    }

    private void requestRepair() {
        long end = held.isEmpty() ? requiredUntil : held.firstKey();
        if (!repairing && expected < end) {
            repairing = true;
            output.repair(new CandleRange(series, expected, Math.min(end, expected + MAX_REPAIR_CANDLES * interval)));
        }
    }

    private void skipGaps() {
        while (!held.isEmpty()) {
            skipTo(held.firstKey());
            publishFirst();
        }
        skipTo(answered);
        waitingForGap = false;
    }

    private void skipTo(long end) {
        if (end > expected) {
            output.skipped(new CandleRange(series, expected, end));
            expected = end;
        }
    }
}
