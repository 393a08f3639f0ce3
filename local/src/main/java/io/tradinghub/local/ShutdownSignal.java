package io.tradinghub.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Carries the wish to end from the JVM's shutdown to the demo, and the news that it has ended back.
final class ShutdownSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Lets the JVM wait, when it is asked to end, until the demo has closed everything or the deadline has passed.
    void holdTheJvm(Duration deadline) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ask();
            try {
                ended.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }, "demo-end"));
    }

    /// Asks the demo to end.
    void ask() {
        asked.countDown();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /// Waits at most this long; true when the demo should end.
    boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    void hasEnded() {
        ended.countDown();
    }
}
