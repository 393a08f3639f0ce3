package io.tradinghub.recorder.repair;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ranges that are known to be missing from the store and wait for [HistoryScan]. Any thread may add. What finds no room is found again by the
/// next comparison of the store.
public final class WantedRepairs {
    private static final Logger LOG = LoggerFactory.getLogger(WantedRepairs.class);
    private static final int MOST = 10_000;
    private final BlockingQueue<CandleRange> ranges = new LinkedBlockingQueue<>(MOST);

    public void add(CandleRange range) {
        if (!ranges.offer(range)) {
            LOG.atWarn().addKeyValue("series", range.series()).log("too many repairs wait, left to the next comparison");
        }
    }

    @Nullable
    CandleRange poll(long nanos) throws InterruptedException {
        return ranges.poll(nanos, TimeUnit.NANOSECONDS);
    }
}
