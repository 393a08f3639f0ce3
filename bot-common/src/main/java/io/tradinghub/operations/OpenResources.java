package io.tradinghub.operations;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns what a program opened and closes it in reverse order, within a deadline, whether the program ends by itself or
/// by a signal.
///
/// One that fails to close is logged and the rest are closed all the same. One that hangs uses up the deadline: it is
/// named in the log, its thread is interrupted, and the rest are still asked to close, each for a moment. Closing twice
/// is closing once; a second caller waits for the first.
public final class OpenResources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenResources.class);
    private static final long LAST_CHANCE_MILLIS = 200;
    private final Deque<Owned> owned = new ArrayDeque<>();
    private final Duration deadline;
    private boolean closed;

    public OpenResources(Duration deadline) {
        this.deadline = deadline;
    }

    /// Takes ownership and hands the resource back. What comes after closing is closed at once: a program may be asked
    /// to end while it starts.
    public synchronized <T extends AutoCloseable> T own(String name, T resource) {
        owned.push(new Owned(name, resource));
        if (closed) {
            close();
        }
        return resource;
    }

    /// Closes everything when the JVM is asked to end (SIGTERM, Ctrl-C), as well as when it ends by itself.
    public OpenResources closeOnExit() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("close-on-exit").unstarted(this::close));
        return this;
    }

    @Override
    public synchronized void close() {
        closed = true;
        long end = System.nanoTime() + deadline.toNanos();
        while (!owned.isEmpty()) {
            long left = Math.max(LAST_CHANCE_MILLIS, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            closeWithin(owned.pop(), left);
        }
    }

    private static void closeWithin(Owned one, long millis) {
        Thread closer = Thread.ofPlatform().daemon().name("close-" + one.name).start(one::close);
        try {
            if (closer.join(Duration.ofMillis(millis))) {
                return;
            }
            LOG.atError().addKeyValue("resource", one.name).log("did not close in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        closer.interrupt();
    }

    private record Owned(String name, AutoCloseable resource) {
        void close() {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.atError().addKeyValue("resource", name).setCause(e).log("failed to close");
            }
        }
    }
}
