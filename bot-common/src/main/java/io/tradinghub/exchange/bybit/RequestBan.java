package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Keeps a host away from Bybit's REST service for ten minutes after an HTTP 403, which is how Bybit bans an address
/// that asks too often; asking on would lengthen the ban. Any thread may call.
public final class RequestBan {
    private static final Duration BAN = Duration.ofMinutes(10);
    private final LongSupplier nanoTime;
    private final AtomicLong untilNanos;

    /// @param nanoTime a steady clock, such as `System::nanoTime`
    public RequestBan(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.untilNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /// Bybit answered 403.
    public void start() {
        untilNanos.set(nanoTime.getAsLong() + BAN.toNanos());
    }

    /// Why no request may leave now; empty when one may.
    public Optional<String> reason() {
        long left = untilNanos.get() - nanoTime.getAsLong();
        return left <= 0
                ? Optional.empty()
                : Optional.of("Bybit answered 403, staying away for another %d s"
                        .formatted(Duration.ofNanos(left).toSeconds()));
    }
}
