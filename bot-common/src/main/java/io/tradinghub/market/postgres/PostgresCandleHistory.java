package io.tradinghub.market.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.StoreHealth;
import io.tradinghub.store.StoreWait;

/// Reads candles from table `candles`, one block with each query: between two blocks others have their turn on the
/// session.
public final class PostgresCandleHistory implements CandleHistory {
    private static final String USER = "candle-history";
    private static final int BLOCK = 4096;
    private static final String READ = """
            SELECT (extract(epoch FROM open_time) * 1000)::int8, open, high, low, close, volume, turnover
            FROM candles
            WHERE category = ? AND symbol = ? AND interval = ? AND open_time >= ? AND open_time < ?
            ORDER BY open_time LIMIT ?""";
    private static final String NEWEST = """
            SELECT open_time FROM candles WHERE category = ? AND symbol = ? AND interval = ? ORDER BY open_time DESC LIMIT 1""";

    private final PostgresSession session;
    private final StoreHealth health;
    private final boolean ownsSession;

    private PostgresCandleHistory(PostgresSession session, Ownership ownership) {
        this.session = session;
        this.health = new StoreHealth(session.store());
        this.ownsSession = ownership == Ownership.OWN;
    }

    /// Waits for the database. The caller closes the history.
    ///
    /// @throws StoreUnavailableException when the database is not there within the start deadline
    public static CandleHistory open(PostgresSettings settings) {
        Connection opened = StoreWait.until(PostgresPool.describe(settings), settings.timeouts().start(),
                () -> PostgresPool.connect(settings, USER));
        return new PostgresCandleHistory(PostgresSession.goingOn(settings, USER, "", opened), Ownership.OWN);
    }

    /// Reads in a session that stays its owner's; waits for nothing.
    public static CandleHistory in(PostgresSession session) {
        return new PostgresCandleHistory(session, Ownership.SHARED);
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        CandleBlock block = new CandleBlock(series, BLOCK);
        Instant start = from;
        while (start.isBefore(to)) {
            Instant next = start;
            ask("read " + series, connection -> fill(block, connection, next, to));
            if (block.size() == 0) {
                return;
            }
            start = block.size() == BLOCK
                    ? Instant.ofEpochMilli(block.openTimeMillis(BLOCK - 1) + series.interval().millis())
                    : to;
            visitor.accept(block);
        }
    }

    private static int fill(CandleBlock block, Connection connection, Instant from, Instant to) throws SQLException {
        block.clear();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            bind(statement, block.series());
            statement.setObject(4, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            statement.setObject(5, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
            statement.setInt(6, BLOCK);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    block.append(rows.getLong(1), rows.getDouble(2), rows.getDouble(3), rows.getDouble(4),
                            rows.getDouble(5), rows.getDouble(6), rows.getDouble(7));
                }
            }
        }
        return block.size();
    }

    @Override
    public Optional<Instant> newest(SeriesId series) {
        return ask("find the newest of " + series, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
                bind(statement, series);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public void close() {
        if (ownsSession) {
            session.close();
        }
    }

    private static void bind(PreparedStatement statement, SeriesId series) throws SQLException {
        statement.setString(1, series.instrument().category().wireName());
        statement.setString(2, series.instrument().symbol().name());
        statement.setString(3, series.interval().wireName());
    }

    private <T> T ask(String what, PostgresSession.Work<T> question) {
        try {
            T answer = session.run(question);
            health.answered();
            return answer;
        } catch (SQLException failed) {
            health.failed(failed);
            throw new StoreUnavailableException(
                    "%s: cannot %s: %s".formatted(session.store(), what, failed.getMessage()), failed);
        }
    }

    private enum Ownership {
        OWN, SHARED
    }
}
