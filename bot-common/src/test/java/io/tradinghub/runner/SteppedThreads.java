package io.tradinghub.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import org.jspecify.annotations.Nullable;

/// Threads of which one runs at a time, on virtual time: a thread runs until it waits for something, then the one that
/// has waited longest among those that can go on runs. Time passes only when none can, and then to the moment at which
/// the first of them wakes.
///
/// The test's own thread, which makes this, is one of them. Others take part when they are started here; they share
/// what they like without locks, and every run has the same order.
final class SteppedThreads implements RunnerThreads {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<Thread> ended = new HashSet<>();
    private long nowNanos;

    @Override
    public Thread start(Thread.Builder builder, Runnable work) {
        Semaphore turn = new Semaphore(0);
        Thread thread = builder.unstarted(() -> {
            turn.acquireUninterruptibly();
            try {
                work.run();
            } finally {
                ended.add(Thread.currentThread());
                letAnotherRun();
            }
        });
        waiting.add(new Waiting(thread, () -> true, Long.MAX_VALUE, turn));
        thread.start();
        return thread;
    }

    @Override
    public boolean join(Thread thread, Duration atMost) throws InterruptedException {
        return await(() -> ended.contains(thread), atMost);
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        boolean unused = await(() -> false, time);
    }

    @Override
    public <T> @Nullable T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
        boolean unused = await(() -> !queue.isEmpty(), atMost);
        return queue.poll();
    }

    /// Looks again and again, since a feed says nothing of itself; what it does takes no time.
    @Override
    public List<MarketEvent> poll(MarketFeed feed, Duration atMost) throws InterruptedException {
        long end = nowNanos + atMost.toNanos();
        List<MarketEvent> events = feed.poll(Duration.ZERO);
        while (events.isEmpty() && nowNanos < end) {
            sleep(LOOK_AGAIN);
            events = feed.poll(Duration.ZERO);
        }
        return events;
    }

    @Override
    public boolean acquire(Semaphore semaphore, Duration atMost) throws InterruptedException {
        return await(() -> semaphore.availablePermits() > 0, atMost) && semaphore.tryAcquire();
    }

    /// Lets the others run until it is so; false when it is not after that time.
    ///
    /// @param isSo asked between the others' turns, so that no time passes after it has come true
    boolean await(BooleanSupplier isSo, Duration atMost) throws InterruptedException {
        long end = nowNanos + Math.min(atMost.toNanos(), Long.MAX_VALUE - nowNanos);
        Waiting own = new Waiting(Thread.currentThread(), isSo, end, new Semaphore(0));
        if (!own.canGoOn()) {
            waiting.add(own);
            letAnotherRun();
            own.turn.acquireUninterruptibly();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return isSo.getAsBoolean();
    }

    private void letAnotherRun() {
        Waiting next = waiting.stream().filter(Waiting::canGoOn).findFirst()
                .orElseGet(() -> waiting.stream().min(Comparator.comparingLong(Waiting::endNanos)).orElseThrow());
        if (!next.canGoOn()) {
            nowNanos = next.endNanos;
        }
        waiting.remove(next);
        next.turn.release();
    }

    private record Waiting(Thread thread, BooleanSupplier isSo, long endNanos, Semaphore turn) {
        boolean canGoOn() {
            return thread.isInterrupted() || isSo.getAsBoolean();
        }
    }
}
