package io.tradinghub.db.access;

import java.util.List;
import java.util.Optional;

import io.tradinghub.settings.Secret;

/// An account in the stores: `name` is the PostgreSQL role, the Redis user and the prefix of the secret files.
///
/// @param redisPassword empty for an account without a Redis user
public record StoreAccount(String name, Role role, Secret postgresPassword, Optional<Secret> redisPassword) {

    /// Names with another meaning in a store, which no bot may have.
    private static final List<String> RESERVED = List.of("recorder", "grafana", "backup", "guardian", "postgres",
            "admin", "default", "health", "control",
            "public", "hub", "none");

    /// Whether a bot may have this name: it is not reserved and has no prefix of PostgreSQL's or the hub's group roles.
    public static boolean isBotName(String name) {
        return !RESERVED.contains(name) && !name.startsWith("pg_") && !name.startsWith("hub_");
    }

    /// The same account in another role.
    public StoreAccount as(Role another) {
        return new StoreAccount(name, another, postgresPassword, redisPassword);
    }

    public boolean isBot() {
        return role == Role.BOT;
    }

    /// Whether the account needs access to InfluxDB.
    public boolean readsMarketHistory() {
        return switch (role) {
            case BOT, RECORDER, GRAFANA -> true;
            case BACKUP, GUARDIAN, FLATTENING_GUARDIAN -> false;
        };
    }
}
