package io.tradinghub.db.influx;

import java.time.Duration;

import io.tradinghub.db.access.Role;

/// The buckets, how long a shard of each lasts, and who may read or write it.
enum Bucket {
    /// Candles as recorded. A month a shard: candles of a year are a few megabytes.
    MARKET_DATA("market_data", Duration.ofDays(30)),
    /// Hourly candles made of minutes by a task, for long charts.
    MARKET_DATA_HOURLY("market_data_1h", Duration.ofDays(360)),
    /// Measurements of the hub itself.
    TELEMETRY("telemetry", Duration.ofDays(1));

    private final String title;
    private final Duration shard;

    Bucket(String title, Duration shard) {
        this.title = title;
        this.shard = shard;
    }

    String title() {
        return title;
    }

    boolean isReadBy(Role role) {
        return switch (role) {
            case BOT, RECORDER -> this == MARKET_DATA;
            case GRAFANA -> true;
            case BACKUP -> false;
        };
    }

    boolean isWrittenBy(Role role) {
        return role == Role.RECORDER && this != MARKET_DATA_HOURLY;
    }

    Duration retention(InfluxAdminSettings admin) {
        return switch (this) {
            case MARKET_DATA -> admin.marketData();
            case MARKET_DATA_HOURLY -> Duration.ZERO;
            case TELEMETRY -> admin.telemetry();
        };
    }

    /// A shard may not outlive what it holds.
    Duration shard(InfluxAdminSettings admin) {
        Duration retention = retention(admin);
        return retention.isZero() || retention.compareTo(shard) >= 0 ? shard : retention;
    }
}
