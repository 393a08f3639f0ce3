package io.tradinghub.recorder.write;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.tradinghub.market.CandleLines;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.LineBuffer;
import io.tradinghub.recorder.write.BisectingWriter.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes batches to the store, or appends them to the disk spool while the store is unavailable or the spool is not
/// empty. One thread writes and drains; other threads may call only [#isSpoolEmpty], [#storedAtNanos], [#spool] and
/// [#spoolAndStop].
final class SpoolingWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolingWriter.class);
    private final BisectingWriter store;
    private final DiskSpool spool;
    private final Consumer<CandleLines> dropped;
    private final WriterLimits limits;
    private final Telemetry.Counter linesSpooled;
    // Written under the spool lock, read by any thread.
    private volatile long spooledLines;
    private volatile long spooledBytes;
    // Written by the writing thread, read by any.
    private volatile long storedAtNanos = System.nanoTime();
    /// Guards the spool and `stopped`.
    private final ReentrantLock spoolLock = new ReentrantLock();
    private boolean stopped;
    // Used by the writing thread only.
    private long retryAtNanos = System.nanoTime();
    private Duration retryDelay;

    SpoolingWriter(CandleWriter.Destinations destinations, WriterLimits limits, Telemetry telemetry) {
        this.store = new BisectingWriter(destinations.store(), destinations.rejected(), telemetry);
        this.spool = destinations.spool();
        this.dropped = destinations.dropped();
        this.limits = limits;
        this.linesSpooled = telemetry.counter("candles_spooled");
        this.retryDelay = limits.initialRetryDelay();
        updateGauges();
        telemetry.gauge("spool_candles", () -> spooledLines);
        telemetry.gauge("spool_bytes", () -> spooledBytes);
    }

    boolean isSpoolEmpty() {
        return spooledLines == 0;
    }

    /// [System#nanoTime] when the store last answered for a batch; before that, when this was made.
    long storedAtNanos() {
        return storedAtNanos;
    }

    /// Returns how long to wait before the next [#drain] can succeed, at most `longest`.
    long nanosToRetry(long now, long longest) {
        return isSpoolEmpty() ? longest : Math.min(longest, retryAtNanos - now);
    }

    /// Returns once the batch is stored or spooled, which is true, or counted as dropped.
    boolean write(CandleLines batch) {
        return (isSpoolEmpty() && tryStore(batch)) || spool(batch);
    }

    /// Returns whether the store answered for every line; if not, delays the next attempt.
    private boolean tryStore(CandleLines batch) {
        switch (writeToStore(batch)) {
            case Outcome.Completed() -> {
                storedAtNanos = System.nanoTime();
                retryDelay = limits.initialRetryDelay();
                return true;
            }
            case Outcome.StoreUnavailable(String reason) -> {
                LOG.atDebug().addKeyValue("reason", reason).log("candle store is unavailable, spooling candles");
                retryAtNanos = System.nanoTime() + retryDelay.toNanos();
                Duration doubled = retryDelay.multipliedBy(2);
                retryDelay = doubled.compareTo(limits.maxRetryDelay()) > 0 ? limits.maxRetryDelay() : doubled;
                return false;
            }
        }
    }

    /// Treats an unexpected failure of the store like an outage: the batch waits, and everything else continues.
    private Outcome writeToStore(CandleLines batch) {
        try {
            return store.write(batch);
        } catch (RuntimeException e) {
            if (retryDelay.equals(limits.initialRetryDelay())) {
                LOG.atError().setCause(e).log("candle store failed, spooling candles");
            }
            return new Outcome.StoreUnavailable(e.toString());
        }
    }

    /// Returns once the batch is spooled, which is true, or counted as dropped.
    boolean spool(CandleLines batch) {
        spoolLock.lock();
        try {
            return !stopped && append(batch);
        } finally {
            spoolLock.unlock();
        }
    }

    /// The caller holds the spool lock.
    private boolean append(CandleLines batch) {
        boolean isSpooled = false;
        try {
            spool.append(batch);
            linesSpooled.add(batch.count());
            isSpooled = true;
        } catch (IOException e) {
            LOG.atError().addKeyValue("candles", batch.count()).setCause(e)
                    .log("spool cannot be written, dropped candles until they are repaired");
            dropped.accept(batch);
        }
        updateGauges();
        return isSpooled;
    }

    /// Moves one segment of the spool into the store if the retry delay has passed.
    void drain() {
        if (isSpoolEmpty() || System.nanoTime() - retryAtNanos < 0) {
            return;
        }
        try {
            if (storeAll(head())) {
                removeHead();
            }
        } catch (IOException e) {
            LOG.atError().setCause(e).log("spool cannot be read, retrying");
            retryAtNanos = System.nanoTime() + limits.maxRetryDelay().toNanos();
        }
    }

    private boolean storeAll(List<CandleLines> head) {
        LineBuffer merged = new LineBuffer(1 << 16);
        int mergedFrom = 0;
        for (int i = 0; i < head.size(); i++) {
            merged.append(head.get(i));
            boolean isLast = i + 1 == head.size();
            if (isLast || merged.lines() + head.get(i + 1).count() > limits.batchLines()) {
                if (!tryStore(merged.toLines())) {
                    return false;
                }
                headStored(i + 1 - mergedFrom);
                mergedFrom = i + 1;
                merged.clear();
            }
        }
        return true;
    }

    private List<CandleLines> head() throws IOException {
        spoolLock.lock();
        try {
            return stopped ? List.of() : spool.head();
        } finally {
            spoolLock.unlock();
        }
    }

    /// Remembers the stored batches, so that a store that takes little at a time still makes progress.
    private void headStored(int batches) {
        spoolLock.lock();
        try {
            spool.headStored(batches);
        } finally {
            spoolLock.unlock();
        }
    }

    private void removeHead() throws IOException {
        spoolLock.lock();
        try {
            if (stopped) {
                return;
            }
            spool.removeHead();
            updateGauges();
            if (isSpoolEmpty()) {
                LOG.atInfo().log("candle store is available again, spool is drained");
            }
        } finally {
            spoolLock.unlock();
        }
    }

    /// Call at close when the writing thread waits for the store in vain: spools these batches and keeps that thread
    /// away from the spool. A batch in flight may be stored twice, which is the same as once.
    void spoolAndStop(List<CandleLines> unwritten) {
        spoolLock.lock();
        try {
            stopped = true;
            unwritten.forEach(this::append);
        } finally {
            spoolLock.unlock();
        }
    }

    private void updateGauges() {
        spooledLines = spool.lines();
        spooledBytes = spool.bytes();
    }
}
