package io.tradinghub.market.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.StoreHealth;

/// Writes rows with one statement in one transaction.
///
/// @param what the rows, for people, like `funding rates`
record BatchUpsert<T>(String what, String sql, Row<T> row) {

    /// Sets the parameters of one row.
    @FunctionalInterface
    interface Row<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    /// All or none.
    ///
    /// @throws StoreUnavailableException when nothing was written
    void write(PostgresPool pool, StoreHealth health, Collection<T> rows) {
        try (Connection connection = pool.borrow()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (T each : rows) {
                    row.bind(statement, each);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
            health.answered();
        } catch (SQLException failed) {
            health.failed(failed);
            throw new StoreUnavailableException(
                    "%d %s were not saved: %s".formatted(rows.size(), what, failed.getMessage()),
                    failed);
        }
    }
}
