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

/// Brings batches into the store, and into the disk spool while the store is away, behind what is there. One thread
/// delivers; only [#isSpoolEmpty], [#spool] and [#takeOver] may be called by others.
final class SpoolingWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolingWriter.class);
    private final BisectingWriter splitter;
    private final DiskSpool spool;
    private final Consumer<CandleLines> lost;
    private final WriterLimits limits;
    private final Telemetry.Counter linesSpooled;
    // Written under the lock of the disk, read by anybody.
    private volatile long spooledLines;
    private volatile long spooledBytes;
    /// Guards the spool and the next field.
    private final ReentrantLock disk = new ReentrantLock();
    private boolean takenOver;
    // Of the delivering thread alone.
    private long retryAtNanos = System.nanoTime();
    private Duration retryPause;

    SpoolingWriter(CandleWriter.Outlets outlets, WriterLimits limits, Telemetry telemetry) {
        this.splitter = new BisectingWriter(outlets.store(), outlets.refused(), telemetry);
        this.spool = outlets.spool();
        this.lost = outlets.lost();
        this.limits = limits;
        this.linesSpooled = telemetry.counter("candles_spooled");
        this.retryPause = limits.retryFirst();
        noteSpool();
        telemetry.gauge("spool_candles", () -> spooledLines);
        telemetry.gauge("spool_bytes", () -> spooledBytes);
    }

    boolean isSpoolEmpty() {
        return spooledLines == 0;
    }

    /// How long to wait before the next [#drain] makes sense, at most `longest`.
    long nanosToRetry(long now, long longest) {
        return isSpoolEmpty() ? longest : Math.min(longest, retryAtNanos - now);
    }

    /// Returns once the batch is in the store, on disk, or counted as lost.
    void deliver(CandleLines batch) {
        if (!isSpoolEmpty() || !stored(batch)) {
            spool(batch);
        }
    }

    /// Whether the store answered for every line; if not, the next attempt is put off.
    private boolean stored(CandleLines batch) {
        switch (attempt(batch)) {
            case Outcome.Done() -> {
                retryPause = limits.retryFirst();
                return true;
            }
            case Outcome.StoreAway(String reason) -> {
                LOG.atDebug().addKeyValue("reason", reason).log("candle store is away, candles go to the spool");
                retryAtNanos = System.nanoTime() + retryPause.toNanos();
                Duration doubled = retryPause.multipliedBy(2);
                retryPause = doubled.compareTo(limits.retryMost()) > 0 ? limits.retryMost() : doubled;
                return false;
            }
        }
    }

    /// A store that fails in a way that it should not is as good as away: the batch waits, and everything else goes on.
    private Outcome attempt(CandleLines batch) {
        try {
            return splitter.write(batch);
        } catch (RuntimeException e) {
            if (retryPause.equals(limits.retryFirst())) {
                LOG.atError().setCause(e).log("candle store failed, candles go to the spool");
            }
            return new Outcome.StoreAway(e.toString());
        }
    }

    /// Returns once the batch is on disk or counted as lost.
    void spool(CandleLines batch) {
        disk.lock();
        try {
            if (!takenOver) {
                append(batch);
            }
        } finally {
            disk.unlock();
        }
    }

    /// The lock of the disk is held.
    private void append(CandleLines batch) {
        try {
            spool.append(batch);
            linesSpooled.add(batch.count());
        } catch (IOException e) {
            LOG.atError().addKeyValue("candles", batch.count()).setCause(e)
                    .log("spool cannot be written, candles must be repaired");
            lost.accept(batch);
        }
        noteSpool();
    }

    /// Moves one segment of the spool into the store, if it is time to try.
    void drain() {
        if (isSpoolEmpty() || System.nanoTime() - retryAtNanos < 0) {
            return;
        }
        try {
            if (storedAll(head())) {
                removeHead();
            }
        } catch (IOException e) {
            LOG.atError().setCause(e).log("spool cannot be read, trying again");
            retryAtNanos = System.nanoTime() + limits.retryMost().toNanos();
        }
    }

    private boolean storedAll(List<CandleLines> head) {
        LineBuffer merged = new LineBuffer(1 << 16);
        int mergedFrom = 0;
        for (int i = 0; i < head.size(); i++) {
            merged.append(head.get(i));
            boolean last = i + 1 == head.size();
            if (last || merged.lines() + head.get(i + 1).count() > limits.batchLines()) {
                if (!stored(merged.toLines())) {
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
        disk.lock();
        try {
            return takenOver ? List.of() : spool.head();
        } finally {
            disk.unlock();
        }
    }

    /// So that a store which manages little at a time still gets on.
    private void headStored(int batches) {
        disk.lock();
        try {
            spool.headStored(batches);
        } finally {
            disk.unlock();
        }
    }

    private void removeHead() throws IOException {
        disk.lock();
        try {
            if (takenOver) {
                return;
            }
            spool.removeHead();
            noteSpool();
            if (isSpoolEmpty()) {
                LOG.atInfo().log("candle store is back, spool is empty");
            }
        } finally {
            disk.unlock();
        }
    }

    /// For the end, when the delivering thread waits for the store in vain: puts these batches on disk, and from now on
    /// that thread leaves the spool alone. What it was storing may be stored twice, which is the same as once.
    void takeOver(List<CandleLines> left) {
        disk.lock();
        try {
            takenOver = true;
            left.forEach(this::append);
        } finally {
            disk.unlock();
        }
    }

    private void noteSpool() {
        spooledLines = spool.lines();
        spooledBytes = spool.bytes();
    }
}
