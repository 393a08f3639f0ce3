package io.tradinghub.recorder.write;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
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

/// Collects candles into batches and writes them on its own thread. During a store outage it appends the batches to the
/// disk spool, and drains the spool into the store afterwards. Any thread may add. [#add] may fill half of the queue
/// and then blocks; the other half is reserved for live candles ([#addNow]), which go to the spool when the queue is
/// full.
///
/// Closing writes what is queued to the store or, if the store does not answer in time, to the spool. The caller closes
/// the store and the spool afterwards.
public final class CandleWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandleWriter.class);
    /// How long closing waits for the store before it writes to the spool.
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final CandleLines NONE = new CandleLines(new byte[0], 0);
    /// Room beyond the queue's limit for the lines of one [#add]: one answer of the exchange.
    private static final int MAX_ADD_BYTES = 1 << 18;

    private final WriterLimits limits;
    private final SpoolingWriter output;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition hasRoom = lock.newCondition();
    // Guarded by the lock.
    private final LineBuffer queue;
    private CandleLines inFlight = NONE;
    private long firstLineNanos;
    /// Since when lines wait, or were dropped, and none was kept; nothing waits when there is none.
    private OptionalLong unkeptSinceNanos = OptionalLong.empty();
    private boolean closing;

    /// Where lines go: into the store, into the spool while the store is unavailable, into the rejected lines if the
    /// store rejects them, and to `dropped` if neither store nor disk takes them. `dropped` is never called by two
    /// threads at once.
    public record Destinations(CandleStore store, DiskSpool spool, RejectedLines rejected,
            Consumer<CandleLines> dropped) {}

    private CandleWriter(WriterLimits limits, SpoolingWriter output, ThreadSupervisor supervisor) {
        this.limits = limits;
        this.output = output;
        this.queue = new LineBuffer(limits.queueBytes() + MAX_ADD_BYTES);
        this.thread = Thread.ofPlatform().name("candle-writer")
                .unstarted(supervisor.watched("candle-writer", this::run));
    }

    /// Starts the writer.
    public static CandleWriter open(Destinations destinations, WriterLimits limits, ThreadSupervisor supervisor,
            Telemetry telemetry) {
        CandleWriter writer = new CandleWriter(limits, new SpoolingWriter(destinations, limits, telemetry), supervisor);
        writer.thread.start();
        return writer;
    }

    /// Lets the caller append lines to the queue, all or none; blocks while the queue is half full.
    ///
    /// @throws IllegalStateException when the writer is closed
    public void add(Consumer<LineBuffer> lines) {
        lock.lock();
        try {
            while (isHalfFull() && !closing) {
                hasRoom.awaitUninterruptibly();
            }
            append(lines);
        } finally {
            lock.unlock();
        }
    }

    /// Like [#add] but never waits for the store, so that a slow store does not delay live data. If the queue is full,
    /// its content goes to the spool first.
    ///
    /// @throws IllegalStateException when the writer is closed
    public void addNow(Consumer<LineBuffer> lines) {
        lock.lock();
        try {
            if (isFull() && !closing) {
                output.spool(queue.toLines());
                queue.clear();
            }
            append(lines);
        } finally {
            lock.unlock();
        }
    }

    /// The caller holds the lock.
    private void append(Consumer<LineBuffer> lines) {
        if (closing) {
            throw new IllegalStateException("the candle writer is closed");
        }
        if (queue.lines() == 0) {
            firstLineNanos = System.nanoTime();
            changed.signal();
        }
        if (unkeptSinceNanos.isEmpty()) {
            unkeptSinceNanos = OptionalLong.of(System.nanoTime());
        }
        lines.accept(queue);
        if (queue.lines() >= limits.batchLines() || isFull()) {
            changed.signal();
        }
    }

    /// Whether the spool is empty.
    public boolean isSpoolEmpty() {
        return output.isSpoolEmpty();
    }

    /// Whether lines were given to the writer for [WriterLimits#stalledAfter] without one being kept, by the store or
    /// by the spool: the store hangs beyond its time-outs, or neither takes any. Never while nothing waits. Any thread
    /// may call.
    ///
    /// @param nowNanos [System#nanoTime]
    public boolean isStalled(long nowNanos) {
        lock.lock();
        try {
            long allowed = limits.stalledAfter().toNanos();
            return unkeptSinceNanos.isPresent() && nowNanos - unkeptSinceNanos.getAsLong() > allowed
                    && nowNanos - output.storedAtNanos() > allowed;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean open = true;
        while (open) {
            open = awaitWork();
            CandleLines batch = take();
            boolean isKept = batch.count() > 0 && output.write(batch);
            clearInFlight(isKept);
            output.drain();
        }
    }

    /// Returns false when the writer is closing and this is the last round.
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closing && !isDue()) {
                changed.awaitNanos(nanosToWait());
            }
            return !closing;
        } catch (InterruptedException e) {
            // Only a close that has waited too long interrupts this thread.
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// The caller holds the lock.
    private boolean isHalfFull() {
        return 2 * queue.lines() >= limits.queueLines() || 2 * queue.size() >= limits.queueBytes();
    }

    /// The caller holds the lock.
    private boolean isFull() {
        return queue.lines() >= limits.queueLines() || queue.size() >= limits.queueBytes();
    }

    /// The caller holds the lock.
    private boolean isDue() {
        return queue.lines() >= limits.batchLines() || isFull() || nanosToWait() <= 0;
    }

    /// The caller holds the lock.
    private long nanosToWait() {
        long now = System.nanoTime();
        long wait = TimeUnit.MINUTES.toNanos(1);
        if (queue.lines() > 0) {
            wait = Math.min(wait, firstLineNanos + limits.flushAfter().toNanos() - now);
        }
        return output.nanosToRetry(now, wait);
    }

    private CandleLines take() {
        lock.lock();
        try {
            inFlight = queue.toLines();
            queue.clear();
            hasRoom.signalAll();
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    private void clearInFlight(boolean isKept) {
        lock.lock();
        try {
            inFlight = NONE;
            if (isKept) {
                unkeptSinceNanos = queue.lines() == 0 ? OptionalLong.empty() : OptionalLong.of(System.nanoTime());
            }
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
            hasRoom.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.atWarn().addKeyValue("waited", CLOSE_TIMEOUT)
                        .log("candle store does not answer, spooling the remaining candles");
                output.spoolAndStop(unwritten());
                thread.interrupt();
            } else if (!unwritten().isEmpty()) {
                LOG.atWarn().log("candle writer died, spooling the remaining candles");
                output.spoolAndStop(unwritten());
            }
        } catch (InterruptedException e) {
            output.spoolAndStop(unwritten());
            Thread.currentThread().interrupt();
        }
    }

    /// Returns what is neither stored nor spooled.
    private List<CandleLines> unwritten() {
        lock.lock();
        try {
            return Stream.of(inFlight, queue.toLines()).filter(lines -> lines.count() > 0).toList();
        } finally {
            lock.unlock();
        }
    }
}
