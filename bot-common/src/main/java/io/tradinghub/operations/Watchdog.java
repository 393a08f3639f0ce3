package io.tradinghub.operations;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a program whose heartbeat has stopped: nothing else restarts a process that hangs. One that was paused as a
/// whole, as by `docker pause` or a snapshot of its machine, has not hung: it is given time to go on.
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private final Heartbeat heartbeat;
    private final Duration limit;
    private final Runnable onHang;
    private final Thread thread;

    private Watchdog(Heartbeat heartbeat, Duration limit, Runnable onHang) {
        this.heartbeat = heartbeat;
        this.limit = limit;
        this.onHang = onHang;
        this.thread = Thread.ofPlatform().daemon().name("watchdog").unstarted(this::watch);
    }

    /// Starts to watch; before the first beat nothing is late.
    ///
    /// @param limit how long the heart may stand still
    /// @param onHang what is done then, on a thread of the watchdog's own
    public static Watchdog start(Heartbeat heartbeat, Duration limit, Runnable onHang) {
        Watchdog watchdog = new Watchdog(heartbeat, limit, onHang);
        watchdog.thread.start();
        return watchdog;
    }

    /// Whether the heart stands still after a sleep of a quarter of the limit that took so long: one that took twice
    /// that says that nothing here could run, the heart neither.
    boolean hangs(long sleptNanos) {
        boolean wasPaused = sleptNanos > limit.dividedBy(2).toNanos();
        return !wasPaused && heartbeat.silence().compareTo(limit) >= 0;
    }

    private void watch() {
        try {
            long slept = 0;
            while (!hangs(slept)) {
                long before = System.nanoTime();
                Thread.sleep(limit.dividedBy(4));
                slept = System.nanoTime() - before;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        LOG.atError().addKeyValue("limit", limit).log("work stands still, ending the program");
        onHang.run();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
