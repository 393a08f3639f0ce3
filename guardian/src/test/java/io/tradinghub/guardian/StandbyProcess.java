package io.tradinghub.guardian;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import io.tradinghub.testing.store.PostgresServer;

/// A session as a bot has it that stands by for its lease.
final class StandbyProcess implements AutoCloseable {
    private final Connection session;

    private StandbyProcess(Connection session) {
        this.session = session;
    }

    static StandbyProcess of(PostgresServer postgres, String bot) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", bot);
        properties.setProperty("password", "postgres");
        properties.setProperty("ApplicationName", "lease-" + bot);
        return new StandbyProcess(DriverManager.getConnection(postgres.url(), properties));
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
