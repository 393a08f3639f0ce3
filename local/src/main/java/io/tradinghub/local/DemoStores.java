package io.tradinghub.local;

import java.util.Map;
import java.util.Optional;

import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.local.stores.LocalRedis;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;

/// The two servers of the demo and how to enter them. Redis has one user for all: the one that comes with the demo is
/// too old for keys that may only be read.
record DemoStores(LocalPostgres postgres, LocalRedis redis) {
    private static final String REDIS_USER = "default";

    /// As the administrator, who owns the schema.
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

    /// The variables that tell a bot where the stores are.
    Map<String, String> environment() {
        return Map.of("POSTGRES_URL", postgres.jdbcUrl(), "REDIS_HOST", redis.host(), "REDIS_PORT",
                Integer.toString(redis.port()),
                "REDIS_USER", REDIS_USER, "CANDLE_STORE", "postgres");
    }
}
