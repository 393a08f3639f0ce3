package io.tradinghub.recorder;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// What other threads want done by the recorder's thread, in order. Bounded: whoever puts into a full box waits, and so
/// does the network connection it reads from, until the recorder has caught up.
final class TaskQueue {
    private static final long PATIENCE_MILLIS = 200;
    private final BlockingQueue<Runnable> tasks;
    private volatile boolean closed;

    TaskQueue(int capacity) {
        tasks = new ArrayBlockingQueue<>(capacity);
    }

    void put(Runnable task) {
        try {
            while (!closed && !tasks.offer(task, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                // Full: the recorder is behind, so its sources wait.
            }
        } catch (InterruptedException e) {
            // The thread that puts is being ended; its task has lost its meaning.
            Thread.currentThread().interrupt();
        }
    }

    /// Lets whoever polls look around; a full box keeps it awake anyway.
    void wake() {
        tasks.offer(() -> {
        });
    }

    /// From now on nothing is taken in, and nobody waits.
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
