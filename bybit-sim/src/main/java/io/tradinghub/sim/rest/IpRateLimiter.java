package io.tradinghub.sim.rest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Bybit's limit per IP address: so many requests in any five seconds (of real time). Thread-safe.
final class IpRateLimiter {
    private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();
    private final int most;
    private final LongSupplier nanoTime;
    private final Map<String, Deque<Long>> requests = new HashMap<>();

    IpRateLimiter(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /// Counts a request; false if it is one too many.
    boolean allows(String address) {
        long now = nanoTime.getAsLong();
        synchronized (requests) {
            Deque<Long> recent = requests.computeIfAbsent(address, a -> new ArrayDeque<>());
            while (!recent.isEmpty() && now - recent.getFirst() > WINDOW_NANOS) {
                recent.removeFirst();
            }
            recent.addLast(now);
            return recent.size() <= most;
        }
    }
}
