package io.tradinghub.runner;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.tradinghub.control.ControlProgress;
import io.tradinghub.control.ControlRequest;
import io.tradinghub.control.ControlRequests;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.exchange.HostLimits;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.status.Health;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what is asked of the bot and writes how far and how it is, on a thread of its own: the store may hang, the bot
/// may not.
final class ControlThread implements HaltOrders.Source, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);
    /// Redis, which is asked every half second, tells a halt first; this is how soon PostgreSQL does when the copy is
    /// missing. Each bot costs the database one short query in this time.
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /// Beyond this a read that has not returned counts as failed.
    private static final Duration STALE = Duration.ofSeconds(10);
    /// How often the same health is shown anew; alerts take a bot for silent that shows none for a minute.
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(10);
    private static final Duration USE_INTERVAL = Duration.ofMinutes(1);
    private final RunnerThreads threads;
    private final ControlRequests requests;
    private final HostLimits limits;
    private final Consumer<ControlRequests.Asked> bot;
    private final LinkedBlockingDeque<ControlProgress> unwritten = new LinkedBlockingDeque<>();
    private final Set<Long> passedOn = new HashSet<>();
    private final Semaphore firstTry = new Semaphore(0);
    private volatile @Nullable Reading last;
    private volatile @Nullable Health health;
    private @Nullable Health shown;
    private long showAtNanos;
    private long showUseAtNanos;
    private boolean tried;
    private boolean complained;

    /// @param limits shown every minute
    /// @param bot told of requests that it has not heard of in this start
    ControlThread(RunnerThreads threads, ControlRequests requests, HostLimits limits,
            Consumer<ControlRequests.Asked> bot) {
        this.threads = threads;
        this.requests = requests;
        this.limits = limits;
        this.showUseAtNanos = threads.nanoTime();
        this.bot = bot;
    }

    /// Writes this soon, and tries until it succeeds. Any thread; never waits.
    void tell(ControlProgress progress) {
        unwritten.add(progress);
    }

    /// Shows this soon; a newer one replaces it. Any thread; never waits.
    void show(Health newest) {
        health = newest;
    }

    /// Whether everything told is written. Any thread.
    boolean isWritten() {
        return unwritten.isEmpty();
    }

    /// Waits until the store has been asked once, whatever it answered. One thread may, once.
    void awaitFirstTry() throws InterruptedException {
        if (!threads.acquire(firstTry, STALE)) {
            LOG.atWarn().log("requests in PostgreSQL are not read yet");
        }
    }

    /// What was read last.
    @Override
    public HaltOrders read() {
        Reading reading = last;
        if (reading == null || threads.nanoTime() - reading.nanos > STALE.toNanos()) {
            throw new StoreUnavailableException("requests cannot be read from PostgreSQL",
                    new TimeoutException("no answer that is younger than " + STALE));
        }
        return reading.orders;
    }

    @Override
    public void run() {
        try (requests) {
            while (true) {
                if (work()) {
                    awaitWork();
                } else {
                    threads.sleep(INTERVAL);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean work() {
        try {
            readAll();
            writeAll();
            showHealth();
            showUse();
            if (complained) {
                LOG.atInfo().log("requests are read again");
            }
            complained = false;
            return true;
        } catch (StoreUnavailableException | IllegalStateException away) {
            if (!complained && !Thread.currentThread().isInterrupted()) {
                LOG.atWarn().addKeyValue("reason", away.getMessage())
                        .log("requests cannot be read or written, Redis decides about halts");
            }
            complained = true;
            return false;
        } finally {
            endFirstTry();
        }
    }

    private void endFirstTry() {
        if (!tried) {
            tried = true;
            firstTry.release();
        }
    }

    private void readAll() {
        ControlRequests.Asked asked;
        try {
            asked = requests.read();
        } catch (StoreUnavailableException | IllegalStateException away) {
            last = null;
            throw away;
        }
        last = new Reading(asked.orders(), threads.nanoTime());
        List<ControlRequest> fresh = asked.open().stream().filter(request -> passedOn.add(request.id())).toList();
        if (!fresh.isEmpty()) {
            bot.accept(new ControlRequests.Asked(asked.orders(), fresh));
        }
    }

    private void writeAll() {
        ControlProgress next = unwritten.peekFirst();
        while (next != null) {
            requests.write(next);
            unwritten.removeFirst();
            next = unwritten.peekFirst();
        }
    }

    private void showHealth() {
        Health newest = health;
        if (newest != null && (!newest.equals(shown) || threads.nanoTime() >= showAtNanos)) {
            requests.show(newest);
            shown = newest;
            showAtNanos = threads.nanoTime() + HEALTH_INTERVAL.toNanos();
        }
    }

    private void showUse() {
        if (threads.nanoTime() >= showUseAtNanos) {
            limits.use().ifPresent(requests::show);
            showUseAtNanos = threads.nanoTime() + USE_INTERVAL.toNanos();
        }
    }

    /// Waits for something to write, for as long as nothing has to be read.
    private void awaitWork() throws InterruptedException {
        ControlProgress next = threads.poll(unwritten, INTERVAL);
        if (next != null) {
            unwritten.addFirst(next);
        }
    }

    private record Reading(HaltOrders orders, long nanos) {}
}
