package io.tradinghub.exchange.bybit;

import java.net.URI;
import java.time.Duration;

/// How to call Bybit's REST service.
///
/// @param address scheme, host and port; the path is the exchange's own
/// @param requestsPerSecond our budget; Bybit's own limit is 120 a second for each IP address
/// @param settleTime how long after its close a candle is taken for final: right at the close Bybit may still serve a
///         partial one
public record BybitRestSettings(URI address, double requestsPerSecond, Duration callTimeout, Duration settleTime) {
    public static final URI MAINNET = URI.create("https://api.bybit.com");

    public BybitRestSettings {
        if (!(requestsPerSecond > 0 && requestsPerSecond <= 120)) {
            throw new IllegalArgumentException(
                    "requests per second must be above 0 and at most 120, got " + requestsPerSecond);
        }
        if (callTimeout.isNegative() || callTimeout.isZero() || settleTime.isNegative()) {
            throw new IllegalArgumentException(
                    "needs a positive call timeout and a settle time of 0 or more, got %s and %s".formatted(callTimeout,
                            settleTime));
        }
    }

    public BybitRestSettings withRequestsPerSecond(double budget) {
        return new BybitRestSettings(address, budget, callTimeout, settleTime);
    }

    /// A quarter of what Bybit allows, so that other programs behind the same address can work too.
    public static BybitRestSettings of(URI address) {
        return new BybitRestSettings(address, 30, Duration.ofSeconds(15), Duration.ofSeconds(2));
    }
}
