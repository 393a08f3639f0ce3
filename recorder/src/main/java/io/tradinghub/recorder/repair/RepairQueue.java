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

/// Ranges that are known to be missing from the store and wait for [HistoryScan]. Any thread may add. Of what finds no
/// room the oldest of each series is remembered, so that the next comparison of the store reaches back far enough to
/// find the rest again.
public final class RepairQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RepairQueue.class);
    private static final int MOST = 10_000;
    private final BlockingQueue<CandleRange> ranges;
    /// Guarded by itself.
    private final Map<SeriesId, CandleRange> leftOut = new HashMap<>();

    public RepairQueue() {
        this(MOST);
    }

    RepairQueue(int most) {
        ranges = new LinkedBlockingQueue<>(most);
    }

    public void add(CandleRange range) {
        if (ranges.offer(range)) {
            return;
        }
        synchronized (leftOut) {
            boolean isFirst = leftOut.isEmpty();
            leftOut.merge(range.series(), range, (one, other) -> one.fromMillis() <= other.fromMillis() ? one : other);
            if (isFirst) {
                LOG.atWarn().addKeyValue("waiting", ranges.size())
                        .log("too many repairs wait, the rest is left to the next comparison");
            }
        }
    }

    @Nullable
    CandleRange poll(long nanos) throws InterruptedException {
        return ranges.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /// The oldest range of each series that found no room since the last time.
    Collection<CandleRange> takeLeftOut() {
        synchronized (leftOut) {
            List<CandleRange> taken = List.copyOf(leftOut.values());
            leftOut.clear();
            return taken;
        }
    }
}
