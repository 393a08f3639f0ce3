package io.tradinghub.backtest.sweep;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Hears Ctrl-C and holds the end of the process back until the sweep has closed its rows.
final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;
    private final AtomicBoolean isGiven = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "stop");

    private StopSignal() {}

    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    boolean isGiven() {
        return isGiven.get();
    }

    private void hold() {
        isGiven.set(true);
        try {
            boolean _ = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the process end.
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process is ending already, and the hook with it
        }
    }
}
