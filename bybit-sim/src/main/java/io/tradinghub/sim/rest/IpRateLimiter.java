package io.tradinghub.sim.rest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Bybit's rate limit per IP address: a maximum number of requests in any five seconds of real time. Thread-safe.
final class IpRateLimiter {
    private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();
    private final int maxRequests;
    private final LongSupplier nanoTime;
    private final Map<String, Deque<Long>> requests = new HashMap<>();

    IpRateLimiter(int maxRequests, LongSupplier nanoTime) {
        this.maxRequests = maxRequests;
        this.nanoTime = nanoTime;
    }

    /// Counts a request; false if it exceeds the limit.
    boolean tryAcquire(String address) {
        long now = nanoTime.getAsLong();
        synchronized (requests) {
            Deque<Long> recent = requests.computeIfAbsent(address, a -> new ArrayDeque<>());
            while (!recent.isEmpty() && now - recent.getFirst() > WINDOW_NANOS) {
                recent.removeFirst();
            }
            recent.addLast(now);
            return recent.size() <= maxRequests;
        }
    }
}
