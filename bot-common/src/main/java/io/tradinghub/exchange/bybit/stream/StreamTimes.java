package io.tradinghub.exchange.bybit.stream;

import java.time.Duration;
import java.util.Optional;

/// The timeouts and delays of a stream session, in real time.
///
/// @param pingInterval Bybit asks for 20 s
/// @param frameTimeout a connection without any frame for this long is dead: one missed pong plus a margin
/// @param dataTimeout a connection without any data for this long is dead, even if it answers pings; empty where
///         silence is normal
/// @param replyTimeout how long connecting, a login, and each subscription may take
/// @param initialBackoff the delay before the second attempt; doubles up to `maxBackoff`, less a random share of up to
///         one half
/// @param rejectedRetryDelay how long after a rejection the session subscribes to the rejected topics again
/// @param stableAfter a connection that lasted this long resets the backoff to `initialBackoff`
public record StreamTimes(Duration pingInterval, Duration frameTimeout, Optional<Duration> dataTimeout,
        Duration replyTimeout, Duration rejectedRetryDelay, Duration initialBackoff, Duration maxBackoff,
        Duration stableAfter) {

    public StreamTimes {
        if (frameTimeout.compareTo(pingInterval) <= 0) {
            throw new IllegalArgumentException(
                    "frame timeout %s must be longer than ping interval %s".formatted(frameTimeout, pingInterval));
        }
    }

    /// The values that Bybit's rules call for on a public stream, which repeats the best prices of each instrument
    /// every 3 s; far below its limit of 500 connections in 5 minutes.
    public static StreamTimes standard() {
        return new StreamTimes(Duration.ofSeconds(20), Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(45)),
                Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }

    /// The same for a private stream, which is silent while nothing happens in the account.
    public static StreamTimes quiet() {
        StreamTimes usual = standard();
        return new StreamTimes(usual.pingInterval, usual.frameTimeout, Optional.empty(), usual.replyTimeout,
                usual.rejectedRetryDelay, usual.initialBackoff, usual.maxBackoff, usual.stableAfter);
    }
}
