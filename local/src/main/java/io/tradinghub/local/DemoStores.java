package io.tradinghub.local;

import java.util.Map;
import java.util.Optional;

import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.local.stores.LocalRedis;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;

/// The two servers of the demo and their credentials. All programs share one Redis user: the bundled server is too old
/// for read-only key permissions.
record DemoStores(LocalPostgres postgres, LocalRedis redis) {
    private static final String REDIS_USER = "default";

    /// Settings of the administrator, which owns the schema.
    PostgresSettings owner() {
        return as(LocalPostgres.USER, postgres.password());
    }

    PostgresSettings as(String role, Secret password) {
        return new PostgresSettings(postgres.jdbcUrl(), role, password);
    }

    RedisSettings redisSettings() {
        return new RedisSettings(redis.host(), redis.port(),
                Optional.of(new RedisSettings.Login(REDIS_USER, redis.password())),
                StoreTimeouts.DEFAULT);
    }

    /// The environment variables with the addresses of the stores, for bots.
    Map<String, String> environment() {
        return Map.of("POSTGRES_URL", postgres.jdbcUrl(), "REDIS_HOST", redis.host(), "REDIS_PORT",
                Integer.toString(redis.port()),
                "REDIS_USER", REDIS_USER, "CANDLE_STORE", "postgres");
    }
}
