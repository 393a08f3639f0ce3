package io.tradinghub.local.kill;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.postgres.PostgresPreparation;
import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.local.stores.LocalRedis;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.store.PostgresPool;

/// The stores of all lanes: one PostgreSQL with a role per living bot, and a Redis per lane, since each has prices of
/// its own. Any thread may call.
final class MatrixStores {
    private static final Secret PASSWORD = Secret.of("kill-matrix");
    private final Path folder;
    private final OpenResources resources;
    private final LocalPostgres postgres;
    private final PostgresSettings owner;
    private final PostgresPool pool;
    /// By lane.
    private final Map<Integer, Account> living = new HashMap<>();

    /// @param resources closes the stores
    MatrixStores(Path folder, int lanes, OpenResources resources) {
        this.folder = folder;
        this.resources = resources;
        this.postgres = resources.own("postgres",
                LocalPostgres.open(folder.resolve("programs"), folder.resolve("postgres"), PASSWORD));
        this.owner = new PostgresSettings(postgres.jdbcUrl(), LocalPostgres.USER, PASSWORD);
        this.pool = resources.own("ledger", PostgresPool.open(owner, "judge", lanes));
    }

    /// Enters the ledger as its owner, for who judges.
    PostgresPool pool() {
        return pool;
    }

    /// Lets this bot into the stores in the place of the lane's bot before.
    synchronized void admit(int lane, Account account) {
        account.prepare(PASSWORD);
        living.put(lane, account);
        prepare();
    }

    /// Gives the place of the lane's bot up.
    synchronized void leave(int lane) {
        living.remove(lane);
    }

    private void prepare() {
        PostgresPreparation.run(owner, living.values().stream().map(account -> new StoreAccount(
                account.bot().value(), Role.BOT, account.postgresPassword(), Optional.empty())).toList());
    }

    /// Starts a Redis for one lane.
    RedisSettings redis(int lane) {
        LocalRedis redis = resources.own("redis",
                LocalRedis.open(folder.resolve("programs"), folder.resolve("redis-" + lane), PASSWORD));
        return new RedisSettings(redis.host(), redis.port(), Optional.of(new RedisSettings.Login("default", PASSWORD)),
                StoreTimeouts.DEFAULT);
    }

    int postgresPort() {
        return URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    String database() {
        return postgres.jdbcUrl().substring(postgres.jdbcUrl().lastIndexOf('/') + 1);
    }
}
