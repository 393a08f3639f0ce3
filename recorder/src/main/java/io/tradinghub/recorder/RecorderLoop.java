package io.tradinghub.recorder;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.write.CandleWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread `recorder`: runs the tasks of the queue and calls feeds and router when their time has come. It owns the
/// sessions, the decoders, the sequencers and the publisher; other threads reach them only through the queue.
final class RecorderLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RecorderLoop.class);
    private static final int MAX_TASKS_PER_TURN = 512;
    private static final long LAST_TASKS_NANOS = Duration.ofMillis(500).toNanos();
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final TaskQueue queue;
    private final List<Feed> feeds;
    private final MarketDataRouter market;
    private final long checkNanos;
    private final Telemetry.Counter internalErrors;
    private final Heartbeat heartbeat;
    private final CandleWriter writer;
    private final Thread thread;
    private volatile boolean stopping;
    private long nextCheckNanos;
    private boolean isWriterStalled;

    /// How the loop reports on itself: the heart beats while all feeds are subscribed and the writer keeps what it is
    /// given.
    record Monitoring(Telemetry telemetry, Heartbeat heartbeat, CandleWriter writer, ThreadSupervisor supervisor) {}

    private RecorderLoop(TaskQueue queue, List<Feed> feeds, MarketDataRouter market, Duration checkInterval,
            Monitoring monitoring) {
        this.queue = queue;
        this.feeds = List.copyOf(feeds);
        this.market = market;
        this.checkNanos = checkInterval.toNanos();
        this.internalErrors = monitoring.telemetry.counter("internal_errors");
        this.heartbeat = monitoring.heartbeat;
        this.writer = monitoring.writer;
        this.thread = Thread.ofPlatform().name("recorder")
                .unstarted(monitoring.supervisor.watched("recorder", this::run));
    }

    /// Starts the thread, which connects the feeds.
    ///
    /// @param checkInterval how often the router checks each series for an overdue candle
    static RecorderLoop start(TaskQueue queue, List<Feed> feeds, MarketDataRouter market, Duration checkInterval,
            Monitoring monitoring) {
        RecorderLoop loop = new RecorderLoop(queue, feeds, market, checkInterval, monitoring);
        loop.thread.start();
        return loop;
    }

    private void run() {
        nextCheckNanos = System.nanoTime() + checkNanos;
        feeds.forEach(feed -> feed.session().start(System.nanoTime()));
        try {
            while (!stopping) {
                runTasks(queue.poll(Math.max(0, nextNanos() - System.nanoTime())));
                onTime(System.nanoTime());
            }
        } catch (InterruptedException e) {
            LOG.atWarn().log("recorder thread was interrupted");
        } finally {
            finish();
        }
    }

    private void runTasks(@Nullable Runnable first) {
        Runnable task = first;
        for (int done = 1; task != null; done++) {
            runTask(task);
            task = done < MAX_TASKS_PER_TURN ? queue.poll() : null;
        }
    }

    private void runTask(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            internalErrors.increment();
            LOG.atError().setCause(e).log("recorder task failed");
        }
    }

    private long nextNanos() {
        long next = nextCheckNanos;
        if (market.hasPendingQuotes()) {
            next = Math.min(next, System.nanoTime() + QuoteThrottle.QUOTE_NANOS);
        }
        for (Feed feed : feeds) {
            Optional<Long> due = feed.session().nextNanos();
            next = due.isPresent() ? Math.min(next, due.get()) : next;
        }
        return next;
    }

    private void onTime(long now) {
        for (Feed feed : feeds) {
            Optional<Long> due = feed.session().nextNanos();
            if (due.isPresent() && now - due.get() >= 0) {
                feed.session().onTime(now);
            }
        }
        market.flush(now);
        if (now - nextCheckNanos >= 0) {
            nextCheckNanos = now + checkNanos;
            market.check(now);
        }
        if (!isStalled(now) && feeds.stream().allMatch(feed -> feed.session().isSubscribed())) {
            heartbeat.beat();
        }
    }

    private boolean isStalled(long now) {
        boolean isStalledNow = writer.isStalled(now);
        if (isStalledNow && !isWriterStalled) {
            LOG.atError().log("no candle is kept, by the candle store or by the spool, and the heartbeat stops;"
                    + " see to the store and to the disk of SPOOL_DIR");
        } else if (!isStalledNow && isWriterStalled) {
            LOG.atInfo().log("candles are kept again");
        }
        isWriterStalled = isStalledNow;
        return isStalledNow;
    }

    /// Runs the tasks that were queued before the stop, then disconnects.
    private void finish() {
        long end = System.nanoTime() + LAST_TASKS_NANOS;
        for (Runnable task = queue.poll(); task != null && System.nanoTime() - end < 0; task = queue.poll()) {
            runTask(task);
        }
        feeds.forEach(feed -> feed.session().stop());
        queue.close();
    }

    /// Asks the thread to stop, without waiting for it.
    void requestStop() {
        stopping = true;
        queue.wake();
    }

    /// Waits for the thread to end, interrupts it after a timeout, and closes the queue.
    void awaitStop() {
        try {
            if (!thread.join(STOP_TIMEOUT)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.close();
    }
}
