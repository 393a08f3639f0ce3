package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Keeps a host away from Bybit's REST service for ten minutes after an HTTP 403, which is how Bybit bans an address
/// that asks too often; asking on would lengthen the ban. It holds what this program was answered and what the others
/// on the host told; neither shortens the other. Any thread may call; nothing blocks.
final class RequestBan {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private final InstantSource clock;
    private final Waiting waiting;
    // Guarded by this; by the steady clock.
    private long ownUntilNanos;
    private long toldUntilNanos;
    private boolean untold;
    private long count;

    RequestBan(InstantSource clock, Waiting waiting) {
        this.clock = clock;
        this.waiting = waiting;
        this.ownUntilNanos = waiting.nanoTime();
        this.toldUntilNanos = ownUntilNanos;
    }

    /// Bybit answered 403.
    synchronized void start() {
        ownUntilNanos = waiting.nanoTime() + LONGEST.toNanos();
        untold = true;
        count++;
    }

    /// What the board says now. It is believed for ten minutes from now at most, whatever it says.
    synchronized void hear(Optional<Instant> until) {
        Duration left = until.map(end -> Duration.between(clock.instant(), end)).orElse(Duration.ZERO);
        Duration believed = left.compareTo(LONGEST) > 0 ? LONGEST : left.isNegative() ? Duration.ZERO : left;
        toldUntilNanos = waiting.nanoTime() + believed.toNanos();
    }

    /// The end of a ban that this program was answered and has not told yet.
    synchronized Optional<Instant> toTell() {
        return untold ? left(ownUntilNanos).map(left -> clock.instant().plus(left)) : Optional.empty();
    }

    /// The board took what [#toTell] answered.
    synchronized void wasTold() {
        untold = false;
    }

    private Optional<Duration> left(long untilNanos) {
        return Optional.of(Duration.ofNanos(untilNanos - waiting.nanoTime())).filter(Duration::isPositive);
    }

    /// How long no request may leave; empty when they may now.
    synchronized Optional<Duration> left() {
        return left(ownUntilNanos - toldUntilNanos > 0 ? ownUntilNanos : toldUntilNanos);
    }

    /// When requests may leave again, by the clock of this machine; empty when they may now.
    Optional<Instant> until() {
        return left().map(left -> clock.instant().plus(left));
    }

    /// How often this program was answered 403.
    synchronized long count() {
        return count;
    }
}
