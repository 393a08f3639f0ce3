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

/// Migrates PostgreSQL to the newest schema, creates a login role with the privileges of its role for each account, and
/// thins out old equity snapshots. Idempotent, also after a run that was killed; a second run applies only changed
/// passwords.
public final class PostgresPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPreparation.class);
    private static final String NAME = "hub-db";

    private PostgresPreparation() {}

    /// Waits for the database, migrates it and creates the roles.
    ///
    /// @param owner the administrator, which owns the schema
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
            roles.terminateConnectionsOfDisabledBots();
            connection.commit();
        } catch (SQLException e) {
            throw new PreparationException(
                    "%s: cannot prepare the roles, all changes are rolled back: %s".formatted(store,
                            e.getMessage()),
                    e);
        }
        thinOut(owner, store);
    }

    private static void thinOut(PostgresSettings owner, String store) {
        try (Connection connection = PostgresPool.connect(owner, NAME)) {
            EquityRetention.thinOut(connection);
            AlertRetention.deleteOld(connection);
        } catch (SQLException e) {
            throw new PreparationException(
                    "%s: cannot thin out old equity snapshots and alerts: %s".formatted(store,
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
                    ("cannot migrate the postgres schema: %s; fix the cause or restore the last backup, "
                            + "then run db again").formatted(e.getMessage()),
                    e);
        }
    }
}
