package io.tradinghub.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tradinghub.settings.PostgresSettings;

/// A few connections to PostgreSQL with a time limit on everything. Whoever opens it closes it. Any thread may borrow.
public final class PostgresPool implements AutoCloseable {
    private final HikariDataSource connections;
    private final String store;

    private PostgresPool(HikariDataSource connections, String store) {
        this.connections = connections;
        this.store = store;
    }

    /// Waits for the database and opens the pool.
    ///
    /// @param user what uses it, shown in `pg_stat_activity`
    /// @throws io.tradinghub.market.StoreUnavailableException when the database is not there within the start deadline
    public static PostgresPool open(PostgresSettings settings, String user, int size) {
        String store = describe(settings);
        StoreWait.until(store, settings.timeouts().start(), () -> {
            connect(settings, user).close();
            return store;
        });
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(properties(settings, user));
        config.setPoolName("postgres-" + user);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(250, settings.timeouts().connect().toMillis()));
        config.setValidationTimeout(Math.clamp(settings.timeouts().connect().toMillis(), 250, 2_000));
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverride(new EvictUselessSessions());
        return new PostgresPool(new HikariDataSource(config), store);
    }

    /// One connection outside the pool, with the same time limits, for a session that is held.
    public static Connection connect(PostgresSettings settings, String user) throws SQLException {
        return DriverManager.getConnection(settings.url(), properties(settings, user));
    }

    /// For messages: where and as whom, never the password.
    public static String describe(PostgresSettings settings) {
        return "postgres %s as %s".formatted(settings.url(), settings.user());
    }

    /// Which database, for people.
    public String store() {
        return store;
    }

    /// Borrows a connection; closing it gives it back.
    public Connection borrow() throws SQLException {
        return connections.getConnection();
    }

    @Override
    public void close() {
        connections.close();
    }

    private static Properties properties(PostgresSettings settings, String user) {
        Duration answer = settings.timeouts().answer();
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().reveal());
        properties.setProperty("ApplicationName", user);
        properties.setProperty("connectTimeout", seconds(settings.timeouts().connect()));
        properties.setProperty("loginTimeout", seconds(settings.timeouts().connect()));
        properties.setProperty("socketTimeout", seconds(answer.plusSeconds(1)));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("options", "-c statement_timeout=" + answer.toMillis() + " -c timezone=UTC"
        // a line that is seldom used is kept open through whatever forgets quiet ones, such as the network of a Swarm
                + " -c tcp_keepalives_idle=60");
        return properties;
    }

    private static String seconds(Duration timeout) {
        return Long.toString(Math.max(1, timeout.plusMillis(999).toSeconds()));
    }
}
