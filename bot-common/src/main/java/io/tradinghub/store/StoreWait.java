package io.tradinghub.store;

import java.time.Duration;

import io.tradinghub.market.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits at start for a store that may come up later than we do, since nothing else orders services on a cluster.
public final class StoreWait {
    private static final Logger log = LoggerFactory.getLogger(StoreWait.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private StoreWait() {}

    /// Repeats the attempt until it succeeds, and says once that it waits.
    ///
    /// @param store what we wait for and as whom, for people, for example `postgres jdbc:postgresql://db/hub as bot_1`
    /// @throws StoreUnavailableException when the deadline has passed, saying what was tried, or when the thread was
    ///         interrupted
    public static <T> T until(String store, Duration deadline, Attempt<T> attempt) {
        long start = System.nanoTime();
        int tries = 0;
        while (true) {
            tries++;
            Exception failure;
            try {
                T opened = attempt.run();
                if (tries > 1) {
                    log.atInfo().addKeyValue("store", store).addKeyValue("waited", since(start)).log("store is there");
                }
                return opened;
            } catch (InterruptedException interrupted) {
                throw interrupted(store, interrupted);
            } catch (Exception refused) { // drivers throw checked and unchecked ones
                failure = refused;
            }
            if (since(start).plus(PAUSE).compareTo(deadline) > 0) {
                throw new StoreUnavailableException(
                        "%s did not let us in within %s (%d tries); last: %s".formatted(store,
                                deadline, tries, reason(failure)),
                        failure);
            }
            if (tries == 1) {
                log.atInfo().addKeyValue("store", store).addKeyValue("deadline", deadline)
                        .addKeyValue("reason", reason(failure))
                        .log("waiting for store");
            }
            pause(store);
        }
    }

    /// The innermost message, which names the cause; the outer ones name our layers.
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        @Nullable
        Throwable cause = failure.getCause();
        while (cause != null && cause.getMessage() != null) {
            innermost = cause;
            cause = cause.getCause();
        }
        return innermost.getMessage() == null
                ? innermost.getClass().getSimpleName()
                : firstLine(innermost.getMessage());
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static Duration since(long startNanos) {
        return Duration.ofMillis((System.nanoTime() - startNanos) / 1_000_000);
    }

    private static void pause(String store) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            throw interrupted(store, interrupted);
        }
    }

    private static StoreUnavailableException interrupted(String store, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StoreUnavailableException("interrupted while waiting for %s".formatted(store), cause);
    }

    /// One try to open something in a store.
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws Exception;
    }
}
