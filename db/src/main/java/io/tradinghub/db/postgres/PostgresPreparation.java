package io.tradinghub.db.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.StoreWait;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings PostgreSQL to the newest schema, gives everybody a login role with the rights of their role, and thins out
/// old equity. Running it again changes nothing but passwords that have changed; it may be stopped anywhere and run
/// again.
public final class PostgresPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPreparation.class);
    private static final String NAME = "hub-db";

    private PostgresPreparation() {}

    /// Waits for the database, migrates it and makes the roles.
    ///
    /// @param owner the administrator, who owns the schema
    /// @throws PreparationException when a migration or a statement fails
    public static void run(PostgresSettings owner, List<StoreAccount> accounts) {
        String store = PostgresPool.describe(owner);
        StoreWait.until(store, owner.timeouts().start(), () -> {
            PostgresPool.connect(owner, NAME).close();
            return store;
        });
        migrate(owner);
        try (Connection connection = PostgresPool.connect(owner, NAME)) {
            connection.setAutoCommit(false);
            LoginRoles roles = new LoginRoles(connection, owner.user());
            roles.prepare(accounts);
            connection.commit();
            roles.dropConnectionsOfRetiredBots();
            connection.commit();
        } catch (SQLException e) {
            throw new PreparationException(
                    "%s: the roles could not be made, nothing of them was changed: %s".formatted(store,
                            e.getMessage()),
                    e);
        }
        thinOut(owner, store);
    }

    private static void thinOut(PostgresSettings owner, String store) {
        try (Connection connection = PostgresPool.connect(owner, NAME)) {
            EquityRetention.thinOut(connection);
        } catch (SQLException e) {
            throw new PreparationException(
                    "%s: old equity could not be thinned out, nothing of it was changed: %s".formatted(store,
                            e.getMessage()),
                    e);
        }
    }

    private static void migrate(PostgresSettings owner) {
        try {
            MigrateResult result = Flyway.configure().dataSource(owner.url(), owner.user(), owner.password().reveal())
                    .locations("classpath:db/migration").load().migrate();
            LOG.atInfo().addKeyValue("migrations", result.migrationsExecuted)
                    .addKeyValue("version", result.targetSchemaVersion == null
                            ? result.initialSchemaVersion
                            : result.targetSchemaVersion)
                    .log("postgres schema is current");
        } catch (FlywayException e) {
            throw new PreparationException(
                    "postgres schema could not be migrated; restore the last backup or correct the cause, then run db again: "
                            + e.getMessage(),
                    e);
        }
    }
}
