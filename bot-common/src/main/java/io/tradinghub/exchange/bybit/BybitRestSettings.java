package io.tradinghub.exchange.bybit;

import java.net.URI;
import java.time.Duration;

/// How to call Bybit's REST service.
///
/// @param address scheme, host and port; the path is the exchange's own
/// @param settleTime how long after its close a candle is taken for final: right at the close Bybit may still serve a
///         partial one
public record BybitRestSettings(URI address, Duration callTimeout, Duration settleTime) {
    public static final URI MAINNET = URI.create("https://api.bybit.com");

    public BybitRestSettings {
        if (callTimeout.isNegative() || callTimeout.isZero() || settleTime.isNegative()) {
            throw new IllegalArgumentException(
                    "needs a positive call timeout and a settle time of 0 or more, got %s and %s".formatted(callTimeout,
                            settleTime));
        }
    }

    public static BybitRestSettings of(URI address) {
        return new BybitRestSettings(address, Duration.ofSeconds(15), Duration.ofSeconds(2));
    }
}
