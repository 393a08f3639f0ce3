package io.tradinghub.sim.signed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Bybit's limits per account and endpoint: so many requests in any second of real time. Thread-safe.
public final class UidLimits {
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    private final LongSupplier nanoTime;
    private final Map<Counter, Deque<Long>> requests = new HashMap<>();

    private record Counter(long uid, String name) {}

    /// The state after a request.
    ///
    /// @param left how many more may follow now
    /// @param isExceeded the request is refused
    /// @param freeAfter when the next request is allowed; zero unless exceeded
    public record Standing(int allowed, int left, boolean isExceeded, Duration freeAfter) {}

    public UidLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Counts a request that weighs `cost`, against what `name` allows per second. A refused one does not count.
    public Standing take(long uid, String name, int allowed, int cost) {
        long now = nanoTime.getAsLong();
        synchronized (requests) {
            Deque<Long> recent = requests.computeIfAbsent(new Counter(uid, name), counter -> new ArrayDeque<>());
            while (!recent.isEmpty() && now - recent.getFirst() >= WINDOW_NANOS) {
                recent.removeFirst();
            }
            if (recent.size() + cost > allowed) {
                long oldest = recent.isEmpty() ? now : recent.getFirst();
                return new Standing(allowed, 0, true, Duration.ofNanos(WINDOW_NANOS - (now - oldest)));
            }
            for (int i = 0; i < cost; i++) {
                recent.addLast(now);
            }
            return new Standing(allowed, allowed - recent.size(), false, Duration.ZERO);
        }
    }
}
