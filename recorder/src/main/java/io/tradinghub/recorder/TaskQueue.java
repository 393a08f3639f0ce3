package io.tradinghub.recorder;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// Bounded queue of tasks that other threads hand to the recorder's thread; it runs them in order. A full queue blocks
/// the caller, and with it the network connection the caller reads, until the recorder catches up.
final class TaskQueue {
    private static final long OFFER_MILLIS = 200;
    private final BlockingQueue<Runnable> tasks;
    private volatile boolean closed;

    TaskQueue(int capacity) {
        tasks = new ArrayBlockingQueue<>(capacity);
    }

    void put(Runnable task) {
        try {
            while (!closed && !tasks.offer(task, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
                // Full: the recorder is behind, so its sources wait.
            }
        } catch (InterruptedException e) {
            // Interrupted: this thread is being stopped, so its task no longer matters.
            Thread.currentThread().interrupt();
        }
    }

    /// Wakes the thread that polls; a full queue keeps it awake anyway.
    void wake() {
        tasks.offer(() -> {
        });
    }

    /// Takes no more tasks from now on and lets no caller wait.
    void close() {
        closed = true;
    }

    @Nullable
    Runnable poll(long nanos) throws InterruptedException {
        return tasks.poll(nanos, TimeUnit.NANOSECONDS);
    }

    @Nullable
    Runnable poll() {
        return tasks.poll();
    }
}
