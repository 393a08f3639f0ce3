package io.tradinghub.operations;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A source of current values, asked on a thread of its own: whoever looks is neither held up nor ended by a source
/// that hangs or fails. A source that hangs is not asked again before it has answered. Any thread may ask.
final class Gauge {
    private static final Logger LOG = LoggerFactory.getLogger(Gauge.class);
    private final String name;
    private final Supplier<Map<String, Long>> source;
    private final AtomicBoolean complained = new AtomicBoolean();
    /// Guarded by this.
    private CompletableFuture<Map<String, Long>> asked = CompletableFuture.completedFuture(Map.of());

    /// @param name for people
    /// @param source gives values by name; those that it does not know at the moment are absent
    Gauge(String name, Supplier<Map<String, Long>> source) {
        this.name = name;
        this.source = source;
    }

    /// Asks, unless an earlier question is still open; returns at once.
    synchronized Question ask() {
        if (asked.isDone()) {
            asked = CompletableFuture.supplyAsync(this::answer, question -> Thread.ofVirtual().start(question));
        }
        return new Question(asked);
    }

    private Map<String, Long> answer() {
        try {
            Map<String, Long> values = source.get();
            complained.set(false);
            return values;
        } catch (RuntimeException failed) {
            if (!complained.getAndSet(true)) {
                LOG.atWarn().addKeyValue("gauge", name).addKeyValue("reason", failed.toString())
                        .log("a gauge cannot be read and is left out; further failures are not logged until it can");
            }
            return Map.of();
        }
    }

    /// A question whose answer may not be there yet.
    record Question(CompletableFuture<Map<String, Long>> answer) {
        /// The values; none when they do not come before this [System#nanoTime].
        Map<String, Long> until(long endNanos) {
            try {
                return answer.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException _) {
                return Map.of();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Map.of();
            }
        }
    }
}
