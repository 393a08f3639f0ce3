package io.tradinghub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;

/// A real PostgreSQL with the hub's schema, on a free port, that a test can stop and start again. Whoever starts it closes it.
public final class EmbeddedPostgresStore implements AutoCloseable {
    private static final StoreTimeouts TIMEOUTS = new StoreTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    private final Path folder;
    private final Durability durability;
    private EmbeddedPostgres server;

    private EmbeddedPostgresStore(Path folder, Durability durability, EmbeddedPostgres server) {
        this.folder = folder;
        this.durability = durability;
        this.server = server;
    }

    /// Starts a server that does not wait for the disk.
    public static EmbeddedPostgresStore start() {
        return start(Durability.NONE);
    }

    public static EmbeddedPostgresStore start(Durability durability) {
        try {
            Path folder = Files.createTempDirectory("hub-postgres");
            EmbeddedPostgresStore store = new EmbeddedPostgresStore(folder, durability, launch(folder, durability, 0));
            Flyway.configure().dataSource(store.url(), "postgres", "postgres").locations("classpath:db/migration").load()
                    .migrate();
            return store;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String url() {
        return server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    }

    /// The administrator, whom row-level security does not bind.
    public PostgresSettings settings() {
        return settings("postgres", TIMEOUTS);
    }

    public PostgresSettings settings(StoreTimeouts timeouts) {
        return settings("postgres", timeouts);
    }

    public PostgresSettings settings(String user, StoreTimeouts timeouts) {
        return new PostgresSettings(url(), user, Secret.of("postgres"), timeouts);
    }

    /// Creates a login role as `db` does it: named like the bot, member of the group.
    public PostgresSettings createRole(String name, String group) {
        execute("CREATE ROLE " + name + " LOGIN PASSWORD 'postgres' IN ROLE " + group);
        return settings(name, TIMEOUTS);
    }

    public void execute(String sql) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
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
        return server.getPostgresDatabase().getConnection();
    }

    /// Ends every connection but the asking one, as a restart or a broken line does.
    public void dropConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    public void stop() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Starts the stopped server again on its port with its data.
    public void startAgain() {
        try {
            server = launch(folder, durability, server.getPort());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static EmbeddedPostgres launch(Path folder, Durability durability, int port) throws IOException {
        String wait = durability == Durability.DISK ? "on" : "off";
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false).setServerConfig("fsync", wait).setServerConfig("synchronous_commit", wait)
                .setServerConfig("max_connections", "60").setServerConfig("shared_buffers", "64MB");
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    /// Whether a commit waits until it is on disk, as in production.
    public enum Durability {
        NONE, DISK
    }
}
