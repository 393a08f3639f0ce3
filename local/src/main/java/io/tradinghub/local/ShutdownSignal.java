package io.tradinghub.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Requests the demo to end when the JVM shuts down, and lets the shutdown wait until it has.
final class ShutdownSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Delays the JVM's shutdown until the demo has closed everything or the timeout has passed.
    void holdShutdown(Duration deadline) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            request();
            try {
                ended.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }, "demo-end"));
    }

    /// Requests the demo to end.
    void request() {
        requested.countDown();
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /// Waits for a request; false at the timeout.
    boolean await(Duration atMost) throws InterruptedException {
        return requested.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    void markEnded() {
        ended.countDown();
    }
}
