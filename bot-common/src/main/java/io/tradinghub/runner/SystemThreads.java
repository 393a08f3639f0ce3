package io.tradinghub.runner;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import org.jspecify.annotations.Nullable;

/// Threads that run at once and wait in real time.
final class SystemThreads implements RunnerThreads {
    @Override
    public Thread start(Thread.Builder thread, Runnable work) {
        return thread.start(work);
    }

    @Override
    public boolean join(Thread thread, Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public <T> @Nullable T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
        return queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public List<MarketEvent> poll(MarketFeed feed, Duration atMost) {
        return feed.poll(atMost);
    }

    @Override
    public boolean acquire(Semaphore semaphore, Duration atMost) throws InterruptedException {
        return semaphore.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
