package io.tradinghub.exchange.bybit;

import java.time.Duration;

/// Spaces calls evenly, and lets a second's worth go at once after a quiet time. Callers are served in the order in
/// which they ask. Thread-safe.
public final class RateBudget {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final Waiting waiting;
    private final long nanosPerCall;
    private long nextFree;

    /// A budget by the host's steady clock.
    public static RateBudget of(double callsPerSecond) {
        return new RateBudget(callsPerSecond, Waiting.real());
    }

    RateBudget(double callsPerSecond, Waiting waiting) {
        this.waiting = waiting;
        this.nanosPerCall = (long) (SECOND / callsPerSecond);
        this.nextFree = waiting.nanoTime() - SECOND;
    }

    /// Returns when it is the caller's turn.
    public void take() throws InterruptedException {
        waiting.pause(Duration.ofNanos(reserve()));
    }

    private synchronized long reserve() {
        long now = waiting.nanoTime();
        nextFree = Math.max(nextFree, now - SECOND) + nanosPerCall;
        return nextFree - now;
    }
}
