package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.bybit.Lane;
import okhttp3.Headers;

/// What is left of the limits that Bybit keeps for each account and endpoint over one second, as its answers say
/// (headers `X-Bapi-Limit`, `-Status` and `-Reset-Timestamp`; v5 documentation, "Rate Limit Rules"). A quarter of each
/// is kept for exits. Any thread may call.
final class UidLimits {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int PART_FOR_EXITS = 4;
    private static final int TOO_MANY = 10006;
    private final ExchangeClock clock;
    private final LongSupplier nanoTime;
    // Guarded by this.
    private final Map<String, Limit> limits = new HashMap<>();

    /// @param clock by which Bybit names the moment when a limit ends
    /// @param nanoTime a steady clock
    UidLimits(ExchangeClock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// What is known of one limit; before the first answer, and a second after the last, nothing.
    private static final class Limit {
        private long left;
        private long keptForExits;
        private long knownUntilNanos;
        private int underWay;

        Limit(long nowNanos) {
            this.knownUntilNanos = nowNanos;
        }

        Limit oneLessUnderWay() {
            underWay--;
            return this;
        }
    }

    /// How long a request of this lane must wait, since it would be refused now or take what is kept for exits.
    synchronized Duration untilFree(Lane lane, String endpoint) {
        Limit limit = limits.get(endpoint);
        long now = nanoTime.getAsLong();
        if (limit == null || now - limit.knownUntilNanos >= 0
                || limit.left > (lane == Lane.EXIT ? 0 : limit.keptForExits)) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(limit.knownUntilNanos - now);
    }

    /// A request leaves.
    synchronized void leaves(String endpoint) {
        Limit limit = limits.computeIfAbsent(endpoint, _ -> new Limit(nanoTime.getAsLong()));
        limit.underWay++;
        limit.left--;
    }

    /// A request that left has come to its end, with an answer or without.
    synchronized void ended(String endpoint) {
        limits.computeIfPresent(endpoint, (_, limit) -> limit.oneLessUnderWay());
    }

    /// A request was answered, and is about to end.
    synchronized void answered(String endpoint, Headers headers, RestReply reply) {
        Limit limit = limits.computeIfAbsent(endpoint, _ -> new Limit(nanoTime.getAsLong()));
        Optional<Long> left = number(headers, "X-Bapi-Limit-Status");
        Optional<Long> allowed = number(headers, "X-Bapi-Limit");
        if (reply instanceof RestReply.Refusal(int code, String _) && code == TOO_MANY) {
            limit.left = 0;
            limit.knownUntilNanos = nanoTime.getAsLong() + number(headers, "X-Bapi-Limit-Reset-Timestamp")
                    .map(this::untilReset).orElse(WINDOW).toNanos();
        } else if (left.isPresent()) {
            limit.left = left.get() - (limit.underWay - 1);
            limit.keptForExits = allowed.orElse(0L) / PART_FOR_EXITS;
            limit.knownUntilNanos = nanoTime.getAsLong() + WINDOW.toNanos();
        }
    }

    private Duration untilReset(long resetMillis) {
        return Duration.ofMillis(Math.clamp(resetMillis - clock.millis(), 0, LONGEST_WAIT.toMillis()));
    }

    private static Optional<Long> number(Headers headers, String name) {
        String text = headers.get(name);
        return text != null && text.matches("[0-9]{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
