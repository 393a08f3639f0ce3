package io.tradinghub.runner;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// Stops a bot from another thread, wherever it stands: while it still waits for a store or the lease it is
/// interrupted, once it runs it is asked.
public final class Stopper {
    private final Thread worker;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Runnable ask;
    private boolean stopped;

    /// @param worker the thread the bot runs on
    public Stopper(Thread worker) {
        this.worker = worker;
    }

    /// Stops the bot; does not wait. Any thread, any number of times.
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        if (ask == null) {
            worker.interrupt();
        } else {
            ask.run();
        }
    }

    /// Stops the bot and waits until it has ended, for as long as the deadline allows.
    void stopAndAwait(Duration deadline) {
        if (ended.getCount() == 0) {
            return;
        }
        stop();
        try {
            if (!ended.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// How to ask from now on.
    synchronized void onStop(Runnable asking) {
        ask = asking;
        if (stopped) {
            asking.run();
        }
    }

    void ended() {
        ended.countDown();
    }
}
