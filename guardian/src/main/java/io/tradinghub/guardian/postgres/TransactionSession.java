package io.tradinghub.guardian.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import org.jspecify.annotations.Nullable;

/// One connection to PostgreSQL, opened when it is needed and again after anything failed on it. Whoever makes it
/// closes it. One thread.
public final class TransactionSession implements AutoCloseable {
    private final PostgresSettings settings;
    private @Nullable Connection open;

    public TransactionSession(PostgresSettings settings) {
        this.settings = settings;
    }

    /// Does the work in one transaction.
    ///
    /// @throws StoreUnavailableException when it failed, for whatever reason: nothing of it is done then, unless the
    ///         answer to the commit was lost
    <T> T inTransaction(String operation, Work<T> work) {
        try {
            Connection connection = open == null || open.isClosed() ? connect() : open;
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            close();
            throw new StoreUnavailableException("%s: %s failed: %s".formatted(PostgresPool.describe(settings),
                    operation, String.valueOf(e.getMessage()).lines().findFirst().orElse("")), e);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = PostgresPool.connect(settings, "guardian");
        open = connection;
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void close() {
        Connection closing = open;
        open = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException _) {
                // it is of no use any more, and the server ends it by itself
            }
        }
    }

    /// What is done on the connection.
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
