package io.tradinghub.recorder.repair;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tradinghub.market.SeriesId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Queues ranges that the store lacks for [HistoryScan]. Any thread may add. When the queue is full it keeps only the
/// oldest range of each series that did not fit, so that the next scan starts early enough to find the others again.
public final class RepairQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RepairQueue.class);
    private static final int MAX_QUEUED = 10_000;
    private final BlockingQueue<CandleRange> ranges;
    /// Guarded by itself.
    private final Map<SeriesId, CandleRange> overflow = new HashMap<>();

    public RepairQueue() {
        this(MAX_QUEUED);
    }

    RepairQueue(int maxQueued) {
        ranges = new LinkedBlockingQueue<>(maxQueued);
    }

    public void add(CandleRange range) {
        if (ranges.offer(range)) {
            return;
        }
        synchronized (overflow) {
            boolean isFirst = overflow.isEmpty();
            overflow.merge(range.series(), range, (one, other) -> one.fromMillis() <= other.fromMillis() ? one : other);
            if (isFirst) {
                LOG.atWarn().addKeyValue("waiting", ranges.size())
                        .log("repair queue is full, the next history scan finds the other gaps");
            }
        }
    }

    @Nullable
    CandleRange poll(long nanos) throws InterruptedException {
        return ranges.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /// Returns the oldest range per series that did not fit since the last call.
    Collection<CandleRange> takeOverflow() {
        synchronized (overflow) {
            List<CandleRange> taken = List.copyOf(overflow.values());
            overflow.clear();
            return taken;
        }
    }
}
