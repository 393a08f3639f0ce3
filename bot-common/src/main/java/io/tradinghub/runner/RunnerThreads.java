package io.tradinghub.runner;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import org.jspecify.annotations.Nullable;

/// Starts the threads of a runner, tells the time they wait by, and does their waiting. The runner's classes wait for
/// each other nowhere else, so a test can let their threads run one at a time, on virtual time. Any thread may call.
interface RunnerThreads {
    /// As long as it takes.
    Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /// Starts a thread that does this work.
    Thread start(Thread.Builder thread, Runnable work);

    /// Waits until the thread has ended; false when it did not in time.
    boolean join(Thread thread, Duration atMost) throws InterruptedException;

    /// The steady clock of this machine; only differences mean something.
    long nanoTime();

    void sleep(Duration time) throws InterruptedException;

    /// Takes the queue's head, waiting for it; null when there was none in time.
    <T> @Nullable T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException;

    /// Takes the feed's next events, waiting for the first; empty when none came in time.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the live store cannot be read
    List<MarketEvent> poll(MarketFeed feed, Duration atMost) throws InterruptedException;

    /// Takes a permit, waiting for it; false when there was none in time.
    boolean acquire(Semaphore semaphore, Duration atMost) throws InterruptedException;
}
