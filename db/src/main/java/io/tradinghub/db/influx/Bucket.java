package io.tradinghub.db.influx;

import java.time.Duration;

import io.tradinghub.db.access.Role;

/// The buckets, the shard duration of each, and the roles that may read or write it.
enum Bucket {
    /// Candles as recorded, in monthly shards: a year of candles takes a few megabytes.
    MARKET_DATA("market_data", Duration.ofDays(30)),
    /// Hourly candles for long charts, which a task aggregates from minute candles.
    MARKET_DATA_HOURLY("market_data_1h", Duration.ofDays(360)),
    /// Measurements of the hub itself.
    TELEMETRY("telemetry", Duration.ofDays(1));

    private final String bucketName;
    private final Duration shard;

    Bucket(String bucketName, Duration shard) {
        this.bucketName = bucketName;
        this.shard = shard;
    }

    String bucketName() {
        return bucketName;
    }

    boolean isReadBy(Role role) {
        return switch (role) {
            case BOT, RECORDER -> this == MARKET_DATA;
            case GRAFANA -> true;
            case BACKUP, GUARDIAN, FLATTENING_GUARDIAN -> false;
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

    /// The shard duration, at most the retention.
    Duration shard(InfluxAdminSettings admin) {
        Duration retention = retention(admin);
        return retention.isZero() || retention.compareTo(shard) >= 0 ? shard : retention;
    }
}
