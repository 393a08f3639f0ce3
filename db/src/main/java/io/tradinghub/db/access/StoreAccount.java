package io.tradinghub.db.access;

import java.util.List;
import java.util.Optional;

import io.tradinghub.settings.Secret;

/// One who may enter the stores: the same name is the PostgreSQL role, the Redis user and the front of the secret
/// files' names.
///
/// @param redisPassword absent for whoever has no business in Redis
public record StoreAccount(String name, Role role, Secret postgresPassword, Optional<Secret> redisPassword) {

    /// Names that mean something else in a store, so that no bot can be called like it.
    private static final List<String> RESERVED = List.of("recorder", "grafana", "backup", "postgres", "admin",
            "default",
            "health",
            "public", "hub", "none");

    /// Whether a bot may have this name: not one of the hub's own and not like one of PostgreSQL's or our groups.
    public static boolean isBotName(String name) {
        return !RESERVED.contains(name) && !name.startsWith("pg_") && !name.startsWith("hub_");
    }

    public boolean isBot() {
        return role == Role.BOT;
    }

    /// Whether InfluxDB has something for it.
    public boolean readsMarketHistory() {
        return role != Role.BACKUP;
    }
}
