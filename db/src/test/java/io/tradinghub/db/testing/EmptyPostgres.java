package io.tradinghub.db.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.testing.store.StoreContainers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.testcontainers.containers.GenericContainer;

/// A PostgreSQL as the image starts it, embedded or in a container ([StoreContainers] decides): an administrator, an
/// empty database, and password authentication for every role. The caller of [#start()] closes it.
public final class EmptyPostgres implements AutoCloseable {
    private final String url;
    private final Closeable server;

    private EmptyPostgres(String url, Closeable server) {
        this.url = url;
        this.server = server;
    }

    public static EmptyPostgres start() {
        return StoreContainers.chosen() ? inContainer() : embedded();
    }

    public PostgresSettings owner() {
        return new PostgresSettings(url, "postgres", Secret.of("owner"));
    }

    public PostgresSettings as(String user, Secret password) {
        return new PostgresSettings(owner().url(), user, password);
    }

    /// Returns the first column of the first row.
    public static String query(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    /// Returns the number of changed rows.
    public static int execute(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings); Statement statement = connection.createStatement()) {
            return statement.execute(sql) ? 0 : statement.getUpdateCount();
        }
    }

    public static Connection connect(PostgresSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password().reveal());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmptyPostgres inContainer() {
        GenericContainer<?> container = StoreContainers.postgres("owner", "hub", "fsync=off", "shared_buffers=64MB");
        container.start();
        return new EmptyPostgres(StoreContainers.url(container, "hub"), container::close);
    }

    private static EmptyPostgres embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("fsync", "off")
                    .setServerConfig("shared_buffers", "64MB").start();
            requirePasswords(server);
            return new EmptyPostgres(server.getJdbcUrl("postgres", "hub").replaceFirst("\\?.*", ""), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requirePasswords(EmbeddedPostgres server) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD 'owner'");
            statement.execute("CREATE DATABASE hub");
            statement.execute("CREATE TABLE hba (line TEXT)");
            statement.execute(
                    "INSERT INTO hba VALUES ('local all all trust'), ('host all all 127.0.0.1/32 scram-sha-256')");
            statement.execute("DO $$ BEGIN EXECUTE format('COPY hba TO %L', current_setting('hba_file')); END $$");
            statement.execute("DROP TABLE hba");
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
