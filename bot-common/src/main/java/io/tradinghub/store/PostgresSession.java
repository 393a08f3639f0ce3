package io.tradinghub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.PostgresSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session of PostgreSQL that several users take turns on, because connections are scarce. Any thread may use it;
/// who came first has the first turn, so a turn should be short.
///
/// It is kept, so that an order after hours of quiet finds its statements parsed and planned, and no round trip asks
/// first whether the line still stands. What fails in it is rolled back. Only a failure that makes it useless
/// ([SqlFault#SESSION]) ends it, and whatever lock it holds with it; the next turn opens a new one.
public final class PostgresSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSession.class);

    private final PostgresSettings settings;
    private final String user;
    private final String preparation;
    private final ReentrantLock turn = new ReentrantLock(true);
    /// Guarded by `turn`.
    private @Nullable Connection held;

    /// Opens nothing yet.
    ///
    /// @param user what uses it, shown in `pg_stat_activity`
    /// @param preparation statements for the beginning of every session, empty for none
    public PostgresSession(PostgresSettings settings, String user, String preparation) {
        this(settings, user, preparation, null);
    }

    private PostgresSession(PostgresSettings settings, String user, String preparation, @Nullable Connection held) {
        this.settings = settings;
        this.user = user;
        this.preparation = preparation;
        this.held = held;
    }

    /// Goes on in a session that is prepared already, and owns it.
    public static PostgresSession goingOn(PostgresSettings settings, String user, String preparation,
            Connection session) {
        return new PostgresSession(settings, user, preparation, session);
    }

    /// Opens a session with these statements at its beginning; the caller closes it.
    public static Connection connect(PostgresSettings settings, String user, String preparation) throws SQLException {
        Connection opened = PostgresPool.connect(settings, user);
        if (preparation.isEmpty()) {
            return opened;
        }
        try (Statement statement = opened.createStatement()) {
            statement.execute(preparation);
            return opened;
        } catch (SQLException failed) {
            closeQuietly(opened);
            throw failed;
        }
    }

    /// Which database, for people.
    public String store() {
        return PostgresPool.describe(settings);
    }

    /// Does the work as [#run] does.
    ///
    /// @param operation for people, such as "read the bots"
    /// @throws StoreUnavailableException when it failed, for whatever reason
    public <T> T call(String operation, Work<T> work) {
        try {
            return run(work);
        } catch (SQLException failed) {
            throw new StoreUnavailableException("%s: %s failed: %s".formatted(store(), operation,
                    String.valueOf(failed.getMessage()).lines().findFirst().orElse("")), failed);
        }
    }

    /// Does the work in one transaction, and fails like [#call]: nothing of it is done then, unless the answer to the
    /// commit was lost.
    public <T> T inTransaction(String operation, Work<T> work) {
        return call(operation, connection -> {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        });
    }

    /// Does the work, which must bear being done twice: when the session that was held turns out to be dead, it is done
    /// once more on a new one.
    public <T> T run(Work<T> work) throws SQLException {
        turn.lock();
        try {
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
        } finally {
            turn.unlock();
        }
    }

    private <T> T on(Connection connection, Work<T> work) throws SQLException {
        try {
            return work.run(connection);
        } catch (SQLException failed) {
            if (SqlFault.of(failed) == SqlFault.SESSION) {
                end();
            } else {
                rollBack(connection);
            }
            throw failed;
        } catch (RuntimeException failed) {
            rollBack(connection);
            throw failed;
        }
    }

    private void rollBack(Connection connection) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException alsoGone) {
            LOG.atDebug().addKeyValue("user", user).addKeyValue("reason", alsoGone.getMessage())
                    .log("a failed transaction cannot be rolled back, its session ends");
            end();
        }
    }

    private Connection open() throws SQLException {
        Connection opened = connect(settings, user, preparation);
        held = opened;
        return opened;
    }

    /// Ends the session; work that comes later opens a new one.
    @Override
    public void close() {
        turn.lock();
        try {
            end();
        } finally {
            turn.unlock();
        }
    }

    private void end() {
        Connection ended = held;
        held = null;
        if (ended != null) {
            closeQuietly(ended);
        }
    }

    private static void closeQuietly(Connection ended) {
        try {
            ended.close();
        } catch (SQLException alreadyGone) {
            LOG.atDebug().addKeyValue("reason", alreadyGone.getMessage()).log("closing a session failed");
        }
    }

    /// What is done in one turn.
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
