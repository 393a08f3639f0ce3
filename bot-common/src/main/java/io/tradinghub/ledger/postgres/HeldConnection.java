package io.tradinghub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.SqlFault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one connection that a ledger works on. One thread.
///
/// It is kept, so that an order after hours of quiet finds its statements parsed and planned, and no round trip asks
/// first whether the line still stands. What fails on it ends it, and what was under way in it; the next work opens a
/// new one.
final class HeldConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldConnection.class);

    private final PostgresSettings settings;
    private final String user;
    private @Nullable Connection held;

    /// @param user what uses it, shown in `pg_stat_activity`
    HeldConnection(PostgresSettings settings, String user) {
        this.settings = settings;
        this.user = user;
    }

    /// Does the work, which must bear being done twice: when the line that was held turns out to be dead, it is done
    /// once more on a new one.
    <T> T run(Work<T> work) throws SQLException {
        Connection before = held;
        if (before == null) {
            return on(open(), work);
        }
        try {
            return on(before, work);
        } catch (SQLException stale) {
            if (SqlFault.of(stale) != SqlFault.SESSION) {
                throw stale;
            }
            return on(open(), work);
        }
    }

    private <T> T on(Connection connection, Work<T> work) throws SQLException {
        try {
            return work.run(connection);
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private Connection open() throws SQLException {
        Connection opened = PostgresPool.connect(settings, user);
        held = opened;
        // each statement is asked for with values alike; a plan made once serves them all, and the first order need not
        // wait for five others
        on(opened, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("SET plan_cache_mode = force_generic_plan");
            }
        });
        return opened;
    }

    @Override
    public void close() {
        Connection ended = held;
        held = null;
        if (ended == null) {
            return;
        }
        try {
            ended.close();
        } catch (SQLException alreadyGone) {
            LOG.atDebug().addKeyValue("reason", alreadyGone.getMessage()).log("closing a ledger connection failed");
        }
    }

    /// What is done on a connection.
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
