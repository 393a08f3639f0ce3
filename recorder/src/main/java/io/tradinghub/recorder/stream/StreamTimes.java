package io.tradinghub.recorder.stream;

import java.time.Duration;

/// The times of a stream session, all in real time.
///
/// @param pingEvery Bybit asks for 20 s
/// @param deadAfter without any frame for this long the connection counts as dead; one missed pong and some margin
/// @param dataWithin without any candle or quote for this long a connection is given up, however well it answers pings:
///         Bybit repeats the best prices of each instrument every 3 s
/// @param answerWithin how long opening, and each subscription, may take
/// @param backoffFirst the pause before the second attempt, doubled up to `backoffMost`, less up to a half at random
/// @param refusedAgain how long after a refusal the topics that were refused are asked for again
/// @param steadyAfter a connection that lasted this long starts over at `backoffFirst` when it ends
public record StreamTimes(Duration pingEvery, Duration deadAfter, Duration dataWithin, Duration answerWithin,
        Duration refusedAgain, Duration backoffFirst, Duration backoffMost, Duration steadyAfter) {

    public StreamTimes {
        if (deadAfter.compareTo(pingEvery) <= 0) {
            throw new IllegalArgumentException(
                    "dead after %s must be longer than ping every %s".formatted(deadAfter, pingEvery));
        }
    }

    /// What Bybit's rules ask for; its limit of 500 connections in 5 minutes is far away.
    public static StreamTimes standard() {
        return new StreamTimes(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(45),
                Duration.ofSeconds(15),
                Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
