package io.tradinghub.db.influx;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;

/// The address of InfluxDB, the operator's credentials, the retention of each kind of data, and the folder of the
/// services' token files.
///
/// @param tokens the folder of the token files
/// @param marketData retention of candles; zero keeps them for ever
/// @param telemetry retention of the hub's own measurements; zero keeps them for ever
public record InfluxAdminSettings(URI url, String organisation, Secret token, Secret password, Path tokens,
        Duration marketData,
        Duration telemetry, StoreTimeouts timeouts) {

    public InfluxAdminSettings {
        // InfluxDB rejects a retention below one hour
        requireRetention("market data", marketData);
        requireRetention("telemetry", telemetry);
        if (organisation.isBlank()) {
            throw new IllegalArgumentException("influx needs an organisation name");
        }
    }

    private static void requireRetention(String data, Duration retention) {
        if (!retention.isZero() && retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "%s must be kept at least an hour, or 0s for ever, got %s".formatted(data, retention));
        }
    }
}
