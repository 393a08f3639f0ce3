package io.tradinghub.settings;

import java.time.Duration;

/// How long to wait for a store: for a connection, for an answer on it, and at start for the store to be there at all.
public record StoreTimeouts(Duration connect, Duration answer, Duration start) {
    public static final StoreTimeouts DEFAULT = new StoreTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(10),
            Duration.ofSeconds(90));

    /// The same for a command of a person, who waits no longer than this.
    public StoreTimeouts within(Duration deadline) {
        return new StoreTimeouts(shorter(connect, deadline), shorter(answer, deadline), shorter(start, deadline));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public StoreTimeouts {
        requirePositive("connect", connect);
        requirePositive("answer", answer);
        requirePositive("start", start);
    }

    private static void requirePositive(String name, Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("%s timeout must be at least 1 ms, got %s".formatted(name, timeout));
        }
    }
}
