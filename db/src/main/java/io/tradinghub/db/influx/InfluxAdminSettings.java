package io.tradinghub.db.influx;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;

/// Where InfluxDB is, the operator's key to it, how long data stays, and the folder into which each service's token is
/// written.
///
/// @param marketData how long candles stay; zero is for ever
/// @param telemetry how long measurements of the hub itself stay; zero is for ever
public record InfluxAdminSettings(URI url, String organisation, Secret token, Secret password, Path tokens,
        Duration marketData,
        Duration telemetry, StoreTimeouts timeouts) {

    public InfluxAdminSettings {
        // InfluxDB refuses a shorter retention than an hour
        requireRetention("market data", marketData);
        requireRetention("telemetry", telemetry);
        if (organisation.isBlank()) {
            throw new IllegalArgumentException("influx needs the name of an organisation");
        }
    }

    private static void requireRetention(String of, Duration retention) {
        if (!retention.isZero() && retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "%s must be kept at least an hour, or 0s for ever, got %s".formatted(of, retention));
        }
    }
}
