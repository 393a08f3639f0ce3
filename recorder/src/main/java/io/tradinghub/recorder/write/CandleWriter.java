package io.tradinghub.recorder.write;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.LineBuffer;
import io.tradinghub.recorder.write.RefusalSplitter.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers candles into batches and writes them on a thread of its own. While the store is away the batches go to the disk spool, behind what
/// is there, and from there into the store when it is back. Any thread may add; adding blocks while the queue is full.
///
/// Closing writes what is left, to the store or the spool. The caller closes the store and the spool afterwards.
public final class CandleWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandleWriter.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);
    /// Room behind the bound of the queue for the lines of one [#add]: an answer of the exchange.
    private static final int ROOM_TO_ADD = 1 << 18;

    private final DiskSpool spool;
    private final Consumer<CandleLines> lost;
    private final WriterLimits limits;
    private final RefusalSplitter splitter;
    private final Telemetry.Counter linesSpooled;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition roomy = lock.newCondition();
    // Guarded by the lock, up to the next remark.
    private LineBuffer filling;
    private LineBuffer spare;
    private long firstLineNanos;
    private boolean closing;
    // Written by the writer thread, read by gauges.
    private volatile long spooledLines;
    private volatile long spooledBytes;
    // Of the writer thread alone.
    private long retryAtNanos;
    private Duration retryPause;

    private CandleWriter(DiskSpool spool, Consumer<CandleLines> lost, WriterLimits limits, RefusalSplitter splitter,
            Telemetry telemetry) {
        this.spool = spool;
        this.lost = lost;
        this.limits = limits;
        this.filling = new LineBuffer(limits.queueBytes() + ROOM_TO_ADD);
        this.spare = new LineBuffer(limits.queueBytes() + ROOM_TO_ADD);
        this.splitter = splitter;
        this.linesSpooled = telemetry.counter("candles_spooled");
        this.retryPause = limits.retryFirst();
        this.retryAtNanos = System.nanoTime();
        this.thread = Thread.ofPlatform().name("candle-writer").unstarted(this::run);
        noteSpool();
        telemetry.gauge("spool_candles", () -> spooledLines);
        telemetry.gauge("spool_bytes", () -> spooledBytes);
    }

    /// Starts the writer. What neither the store nor the disk takes is handed to `lost`, on the writer's thread.
    public static CandleWriter open(CandleStore store, DiskSpool spool, RefusedLines refused, Consumer<CandleLines> lost,
            WriterLimits limits, Telemetry telemetry) {
        CandleWriter writer = new CandleWriter(spool, lost, limits, new RefusalSplitter(store, refused, telemetry), telemetry);
        writer.thread.start();
        return writer;
    }

    /// Lets the caller add lines to the queue, all of them or none.
    ///
    /// @throws IllegalStateException when the writer is closed
    public void add(Consumer<LineBuffer> lines) {
        lock.lock();
        try {
            while (isFull() && !closing) {
                roomy.awaitUninterruptibly();
            }
            if (closing) {
                throw new IllegalStateException("the candle writer is closed");
            }
            if (filling.lines() == 0) {
                firstLineNanos = System.nanoTime();
                changed.signal();
            }
            lines.accept(filling);
            if (filling.lines() >= limits.batchLines() || isFull()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing waits on disk.
    public boolean isSpoolEmpty() {
        return spooledLines == 0;
    }

    private void run() {
        boolean open = true;
        while (open) {
            open = awaitWork();
            LineBuffer batch = take();
            if (batch.lines() > 0) {
                write(batch.toLines());
            }
            drain();
            giveBack(batch);
        }
    }

    /// False when the writer is closing and this is the last round.
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closing && !isDue()) {
                changed.awaitNanos(nanosToWait());
            }
            return !closing;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a close that has waited too long.
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// The lock is held.
    private boolean isFull() {
        return filling.lines() >= limits.queueLines() || filling.size() >= limits.queueBytes();
    }

    /// The lock is held.
    private boolean isDue() {
        return filling.lines() >= limits.batchLines() || isFull() || nanosToWait() <= 0;
    }

    /// The lock is held.
    private long nanosToWait() {
        long now = System.nanoTime();
        long wait = TimeUnit.MINUTES.toNanos(1);
        if (filling.lines() > 0) {
            wait = Math.min(wait, firstLineNanos + limits.flushAfter().toNanos() - now);
        }
        return spool.isEmpty() ? wait : Math.min(wait, retryAtNanos - now);
    }

    private LineBuffer take() {
        lock.lock();
        try {
            LineBuffer batch = filling;
            filling = spare;
            spare = batch;
            roomy.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(LineBuffer batch) {
        lock.lock();
        try {
            batch.clear();
        } finally {
            lock.unlock();
        }
    }

    private void write(CandleLines batch) {
        if (!spool.isEmpty() || !stored(batch)) {
            toSpool(batch);
        }
    }

    /// Whether the store answered for every line; if not, the next attempt is put off.
    private boolean stored(CandleLines batch) {
        switch (splitter.write(batch)) {
            case Outcome.Done() -> {
                retryPause = limits.retryFirst();
                return true;
            }
            case Outcome.StoreAway(String reason) -> {
                if (retryPause.equals(limits.retryFirst())) {
                    LOG.atWarn().addKeyValue("reason", reason).log("candle store is away, candles go to the spool");
                }
                retryAtNanos = System.nanoTime() + retryPause.toNanos();
                Duration doubled = retryPause.multipliedBy(2);
                retryPause = doubled.compareTo(limits.retryMost()) > 0 ? limits.retryMost() : doubled;
                return false;
            }
        }
    }

    private void toSpool(CandleLines batch) {
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
    private void drain() {
        if (spool.isEmpty() || System.nanoTime() - retryAtNanos < 0) {
            return;
        }
        try {
            LineBuffer merged = new LineBuffer(1 << 16);
            List<CandleLines> head = spool.head();
            for (int i = 0; i < head.size(); i++) {
                merged.append(head.get(i));
                boolean last = i + 1 == head.size();
                if (last || merged.lines() + head.get(i + 1).count() > limits.batchLines()) {
                    if (!stored(merged.toLines())) {
                        return;
                    }
                    merged.clear();
                }
            }
            spool.removeHead();
            noteSpool();
            if (spool.isEmpty()) {
                LOG.atInfo().log("candle store is back, spool is empty");
            }
        } catch (IOException e) {
            LOG.atError().setCause(e).log("spool cannot be read, trying again");
            retryAtNanos = System.nanoTime() + limits.retryMost().toNanos();
        }
    }

    private void noteSpool() {
        spooledLines = spool.lines();
        spooledBytes = spool.bytes();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            roomy.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(CLOSE_WITHIN)) {
                LOG.atError().log("candle writer did not end in time");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
