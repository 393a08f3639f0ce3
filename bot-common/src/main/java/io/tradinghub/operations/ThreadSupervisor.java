package io.tradinghub.operations;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that no thread of a program dies unheard: one that ends by an exception is logged and reported, so that
/// the program ends and is started anew instead of going on without it. Any thread may call.
public final class ThreadSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadSupervisor.class);
    private final BlockingQueue<IllegalStateException> failures = new LinkedBlockingQueue<>();
    private final Consumer<IllegalStateException> listener;

    /// Failures are waited for with [#awaitFailure].
    public ThreadSupervisor() {
        this.listener = failures::add;
    }

    /// Failures go to this listener, on the thread that fails.
    public ThreadSupervisor(Consumer<IllegalStateException> listener) {
        this.listener = listener;
    }

    /// The work of a thread, under watch.
    ///
    /// @param part which part of the program it is, for people
    public Runnable watched(String part, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.atError().addKeyValue("part", part).setCause(e).log("a part of the program died");
                listener.accept(new IllegalStateException("cannot go on without the part '%s'".formatted(part), e));
            }
        };
    }

    /// Waits until a part has died, for ever if none does.
    ///
    /// @throws IllegalStateException when one has, with what killed it
    public void awaitFailure() throws InterruptedException {
        throw failures.take();
    }
}
