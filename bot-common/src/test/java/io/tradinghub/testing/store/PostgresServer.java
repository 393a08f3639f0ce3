package io.tradinghub.testing.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.testcontainers.containers.GenericContainer;

/// A real PostgreSQL with the hub's schema, on a free port; embedded, or in a container as [StoreContainers] says.
/// Whoever starts it closes it.
public final class PostgresServer implements AutoCloseable {
    private static final StoreTimeouts TIMEOUTS = new StoreTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    private final String url;
    private final Closeable server;

    private PostgresServer(String url, Closeable server) {
        this.url = url;
        this.server = server;
    }

    /// Starts a server that does not wait for the disk.
    public static PostgresServer start() {
        Map<String, String> settings = Map.of("fsync", "off", "synchronous_commit", "off", "max_connections", "60",
                "shared_buffers", "64MB");
        PostgresServer postgres = StoreContainers.chosen() ? inContainer(settings) : embedded(settings);
        Flyway.configure().dataSource(postgres.url, "postgres", "postgres").locations("classpath:db/migration").load()
                .migrate();
        return postgres;
    }

    public String url() {
        return url;
    }

    /// The administrator, whom row-level security does not bind.
    public PostgresSettings settings() {
        return settings("postgres");
    }

    private PostgresSettings settings(String user) {
        return new PostgresSettings(url, user, Secret.of("postgres"), TIMEOUTS);
    }

    /// Creates a login role as `db` does it: named like the bot, member of the group.
    public PostgresSettings createRole(String name, String group) {
        execute("CREATE ROLE " + name + " LOGIN PASSWORD 'postgres' IN ROLE " + group);
        return settings(name);
    }

    public void execute(String sql) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    /// Empties every table of the hub.
    public void truncateAll() {
        String tables = row("""
                SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'""");
        execute("TRUNCATE " + tables + " RESTART IDENTITY CASCADE");
    }

    /// The first row of the answer, columns joined by a bar; `null` in a column reads `null`.
    public String row(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new AssertionError("no row: " + sql);
            }
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                columns.add(String.valueOf(row.getString(column)));
            }
            return String.join("|", columns);
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    /// A connection of the administrator; the caller closes it.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    /// Ends every connection but the asking one, as a restart or a broken line does.
    public void dropConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    /// Ends every connection and turns everybody away, as a server does that starts, until [#letIn].
    public void turnAway() {
        atTheOtherDatabase("ALTER DATABASE postgres ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'");
    }

    public void letIn() {
        atTheOtherDatabase("ALTER DATABASE postgres ALLOW_CONNECTIONS true");
    }

    private void atTheOtherDatabase(String... commands) {
        String other = url.replaceFirst("/postgres$", "/template1");
        try (Connection connection = DriverManager.getConnection(other, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException failed) {
            throw new AssertionError(other, failed);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static PostgresServer embedded(Map<String, String> settings) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        settings.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = builder.start();
            return new PostgresServer(server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""), server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static PostgresServer inContainer(Map<String, String> settings) {
        GenericContainer<?> container = StoreContainers.postgres("postgres", "postgres",
                settings.entrySet().stream().map(Map.Entry::toString).toArray(String[]::new));
        container.start();
        return new PostgresServer(StoreContainers.url(container, "postgres"), container::close);
    }
}
