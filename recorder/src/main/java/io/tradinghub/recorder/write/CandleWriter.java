package io.tradinghub.recorder.write;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.frame.LineBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers candles into batches and writes them on a thread of its own. While the store is away the batches go to the
/// disk spool, behind what is there, and from there into the store when it is back. Any thread may add. Half of the
/// queue is for those who can wait ([#add]), the rest is kept for live candles ([#addNow]), which go to the spool when
/// even that is full.
///
/// Closing writes what is left, to the store or, if that does not answer in time, to the spool. The caller closes the
/// store and the spool afterwards.
public final class CandleWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandleWriter.class);
    /// How long a store may take for what is left at the end; the disk takes it after that.
    private static final Duration STORE_WITHIN = Duration.ofSeconds(5);
    private static final CandleLines NOTHING = new CandleLines(new byte[0], 0);
    /// Room for the lines of one [#add] beyond the bound: an answer of the exchange.
    private static final int ROOM_TO_ADD = 1 << 18;

    private final WriterLimits limits;
    private final SpoolingWriter delivery;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition roomy = lock.newCondition();
    // Guarded by the lock.
    private final LineBuffer queue;
    private CandleLines underway = NOTHING;
    private long firstLineNanos;
    private boolean closing;

    /// Where lines go: into the store, on disk while it is away, aside when it refuses them, and to `lost`, never by
    /// two threads at once, when neither the store nor the disk takes them.
    public record Outlets(CandleStore store, DiskSpool spool, RejectedLines refused, Consumer<CandleLines> lost) {}

    private CandleWriter(WriterLimits limits, SpoolingWriter delivery, ThreadSupervisor watch) {
        this.limits = limits;
        this.delivery = delivery;
        this.queue = new LineBuffer(limits.queueBytes() + ROOM_TO_ADD);
        this.thread = Thread.ofPlatform().name("candle-writer").unstarted(watch.watched("candle-writer", this::run));
    }

    /// Starts the writer.
    public static CandleWriter open(Outlets outlets, WriterLimits limits, ThreadSupervisor watch, Telemetry telemetry) {
        CandleWriter writer = new CandleWriter(limits, new SpoolingWriter(outlets, limits, telemetry), watch);
        writer.thread.start();
        return writer;
    }

    /// Lets the caller add lines to the queue, all of them or none; waits while there is no room.
    ///
    /// @throws IllegalStateException when the writer is closed
    public void add(Consumer<LineBuffer> lines) {
        lock.lock();
        try {
            while (isHalfFull() && !closing) {
                roomy.awaitUninterruptibly();
            }
            put(lines);
        } finally {
            lock.unlock();
        }
    }

    /// As [#add], without waiting for the store: live data must not stand still because it is slow. When the queue is
    /// full, what is in it goes to the disk first.
    ///
    /// @throws IllegalStateException when the writer is closed
    public void addNow(Consumer<LineBuffer> lines) {
        lock.lock();
        try {
            if (isFull() && !closing) {
                delivery.spool(queue.toLines());
                queue.clear();
            }
            put(lines);
        } finally {
            lock.unlock();
        }
    }

    /// The lock is held.
    private void put(Consumer<LineBuffer> lines) {
        if (closing) {
            throw new IllegalStateException("the candle writer is closed");
        }
        if (queue.lines() == 0) {
            firstLineNanos = System.nanoTime();
            changed.signal();
        }
        lines.accept(queue);
        if (queue.lines() >= limits.batchLines() || isFull()) {
            changed.signal();
        }
    }

    /// Whether nothing waits on disk.
    public boolean isSpoolEmpty() {
        return delivery.isSpoolEmpty();
    }

    private void run() {
        boolean open = true;
        while (open) {
            open = awaitWork();
            CandleLines batch = take();
            if (batch.count() > 0) {
                delivery.deliver(batch);
            }
            delivered();
            delivery.drain();
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
    private boolean isHalfFull() {
        return 2 * queue.lines() >= limits.queueLines() || 2 * queue.size() >= limits.queueBytes();
    }

    /// The lock is held.
    private boolean isFull() {
        return queue.lines() >= limits.queueLines() || queue.size() >= limits.queueBytes();
    }

    /// The lock is held.
    private boolean isDue() {
        return queue.lines() >= limits.batchLines() || isFull() || nanosToWait() <= 0;
    }

    /// The lock is held.
    private long nanosToWait() {
        long now = System.nanoTime();
        long wait = TimeUnit.MINUTES.toNanos(1);
        if (queue.lines() > 0) {
            wait = Math.min(wait, firstLineNanos + limits.flushAfter().toNanos() - now);
        }
        return delivery.nanosToRetry(now, wait);
    }

    private CandleLines take() {
        lock.lock();
        try {
            underway = queue.toLines();
            queue.clear();
            roomy.signalAll();
            return underway;
        } finally {
            lock.unlock();
        }
    }

    private void delivered() {
        lock.lock();
        try {
            underway = NOTHING;
        } finally {
            lock.unlock();
        }
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
            if (!thread.join(STORE_WITHIN)) {
                LOG.atWarn().addKeyValue("waited", STORE_WITHIN)
                        .log("candle store does not answer, what is left goes to the spool");
                delivery.takeOver(left());
                thread.interrupt();
            } else if (!left().isEmpty()) {
                LOG.atWarn().log("candle writer died early, what is left goes to the spool");
                delivery.takeOver(left());
            }
        } catch (InterruptedException e) {
            delivery.takeOver(left());
            Thread.currentThread().interrupt();
        }
    }

    /// What is neither stored nor on disk.
    private List<CandleLines> left() {
        lock.lock();
        try {
            return Stream.of(underway, queue.toLines()).filter(lines -> lines.count() > 0).toList();
        } finally {
            lock.unlock();
        }
    }
}
