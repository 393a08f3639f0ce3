package io.tradinghub.exchange.bybit.account;

import java.net.URI;
import java.time.Duration;

import io.tradinghub.exchange.bybit.stream.StreamTimes;

/// How to reach an account at Bybit. The two hosts are never derived from each other: regional sites have hosts of
/// their own.
///
/// @param rest scheme, host and port of the REST service
/// @param stream scheme, host and port of the streams; the path is the exchange's own
/// @param receiveWindow how long after its timestamp Bybit takes a request, 5 s by default
/// @param callTimeout how long a request may take; longer than the receive window helps no order
/// @param readsPerSecond our budget for questions; Bybit allows 50 a second for each account and 120 for each address
/// @param questionPause before a question that was not answered is asked again, doubled each time
/// @param streamCheck how often Bybit is asked whether the private stream kept an execution back
/// @param kept how long Bybit keeps executions and orders: two years, in demo seven days; none before are asked for
/// @param accountPause how long after a change the account is read, so that one reading serves many changes
public record BybitAccountSettings(URI rest, URI stream, Duration receiveWindow, Duration callTimeout,
        double readsPerSecond, Duration questionPause, StreamTimes streamTimes, Duration streamCheck, Duration kept,
        Duration accountPause) {
    private static final Duration TWO_YEARS = Duration.ofDays(729);

    public BybitAccountSettings {
        if (!(receiveWindow.isPositive() && callTimeout.isPositive() && streamCheck.isPositive()
                && kept.isPositive() && accountPause.isPositive())) {
            throw new IllegalArgumentException("needs positive times, got %s, %s, %s, %s and %s"
                    .formatted(receiveWindow, callTimeout, streamCheck, kept, accountPause));
        }
    }

    public static BybitAccountSettings of(URI rest, URI stream) {
        return new BybitAccountSettings(rest, stream, Duration.ofSeconds(5), Duration.ofSeconds(8), 20,
                Duration.ofMillis(250),
                StreamTimes.quiet(), Duration.ofMinutes(1), TWO_YEARS, Duration.ofSeconds(2));
    }
}
