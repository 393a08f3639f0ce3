package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the classes of a runner rely on in threads that run at once, and in those that a test steps through.
abstract class RunnerThreadsContract {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunnerThreads threads = threads();
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final Semaphore semaphore = new Semaphore(0);

    abstract RunnerThreads threads();

    private Thread start(Runnable work) {
        return threads.start(Thread.ofVirtual(), work);
    }

    @Test
    void takesWhatAnotherThreadPutsIntoTheQueue() throws InterruptedException {
        Thread unused = start(() -> queue.add("fill"));
        assertThat(threads.poll(queue, PATIENCE)).isEqualTo("fill");
        assertThat(queue).isEmpty();
    }

    @Test
    void takesAPermitThatAnotherThreadGives() throws InterruptedException {
        Thread unused = start(semaphore::release);
        assertThat(threads.acquire(semaphore, RunnerThreads.FOREVER)).isTrue();
        assertThat(semaphore.availablePermits()).isZero();
    }

    @Test
    void waitsNoLongerThanItIsTold() throws InterruptedException {
        long begin = threads.nanoTime();
        threads.sleep(SHORT);
        assertThat(threads.poll(queue, SHORT)).isNull();
        assertThat(threads.acquire(semaphore, SHORT)).isFalse();
        assertThat(threads.poll(new ScriptedFeed(), SHORT)).isEmpty();
        assertThat(threads.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.multipliedBy(3).toNanos());
    }

    @Test
    void passesOnWhatTheFeedTells() throws InterruptedException {
        MarketEvent candle = new MarketEvent.CandleClosed(RunnerBench.candle(0));
        ScriptedFeed feed = new ScriptedFeed();
        feed.answers.add(List.of(candle));
        assertThat(threads.poll(feed, PATIENCE)).containsExactly(candle);
    }

    @Test
    void knowsWhetherAThreadHasEnded() throws InterruptedException {
        Thread thread = start(() -> await(Way.ACQUIRE));
        assertThat(threads.join(thread, SHORT)).isFalse();
        semaphore.release();
        assertThat(threads.join(thread, PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsTheWait(Way way) throws InterruptedException {
        Thread thread = start(() -> await(way));
        thread.interrupt();
        assertThat(threads.join(thread, PATIENCE)).isTrue();
        assertThat(queue).containsExactly("interrupted");
    }

    private void await(Way way) {
        try {
            switch (way) {
                case SLEEP -> threads.sleep(Duration.ofHours(1));
                case POLL -> threads.poll(new LinkedBlockingQueue<>(), Duration.ofHours(1));
                case ACQUIRE -> threads.acquire(semaphore, RunnerThreads.FOREVER);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            queue.add("interrupted");
        }
    }

    private enum Way {
        SLEEP, POLL, ACQUIRE
    }

    /// Answers what the test says, then nothing, and never waits.
    private static final class ScriptedFeed implements MarketFeed {
        private final Queue<List<MarketEvent>> answers = new ArrayDeque<>();

        @Override
        public List<MarketEvent> poll(Duration wait) {
            List<MarketEvent> next = answers.poll();
            return next == null ? List.of() : next;
        }

        @Override
        public void close() {}
    }
}
