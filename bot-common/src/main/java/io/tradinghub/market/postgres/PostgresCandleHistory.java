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
import io.tradinghub.store.StoreHealth;

/// Reads candles from table `candles` through a server-side cursor, one block at a time.
public final class PostgresCandleHistory implements CandleHistory {
    private static final int BLOCK = 4096;
    private static final String READ = """
            SELECT (extract(epoch FROM open_time) * 1000)::int8, open, high, low, close, volume, turnover
            FROM candles
            WHERE category = ? AND symbol = ? AND interval = ? AND open_time >= ? AND open_time < ?
            ORDER BY open_time""";
    private static final String NEWEST = """
            SELECT open_time FROM candles WHERE category = ? AND symbol = ? AND interval = ? ORDER BY open_time DESC LIMIT 1""";

    private final PostgresPool pool;
    private final StoreHealth health;

    private PostgresCandleHistory(PostgresPool pool) {
        this.pool = pool;
        this.health = new StoreHealth(pool.store());
    }

    /// Waits for the database. The caller closes the history.
    ///
    /// @throws StoreUnavailableException when the database is not there within the start deadline
    public static CandleHistory open(PostgresSettings settings) {
        return new PostgresCandleHistory(PostgresPool.open(settings, "candle-history", 2));
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        ask("read " + series, connection -> {
            connection.setAutoCommit(false); // a cursor lives in a transaction
            connection.setReadOnly(true);
            try (PreparedStatement statement = connection.prepareStatement(READ)) {
                statement.setFetchSize(BLOCK);
                bind(statement, series);
                statement.setObject(4, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
                statement.setObject(5, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
                try (ResultSet rows = statement.executeQuery()) {
                    visit(rows, new CandleBlock(series, BLOCK), visitor);
                }
            } finally {
                connection.rollback();
            }
            return Boolean.TRUE;
        });
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
        pool.close();
    }

    private static void visit(ResultSet rows, CandleBlock block, Consumer<CandleBlock> visitor) throws SQLException {
        while (rows.next()) {
            block.append(rows.getLong(1), rows.getDouble(2), rows.getDouble(3), rows.getDouble(4), rows.getDouble(5),
                    rows.getDouble(6), rows.getDouble(7));
            if (block.isFull()) {
                visitor.accept(block);
                block.clear();
            }
        }
        if (block.size() > 0) {
            visitor.accept(block);
        }
    }

    private static void bind(PreparedStatement statement, SeriesId series) throws SQLException {
        statement.setString(1, series.instrument().category().wireName());
        statement.setString(2, series.instrument().symbol().name());
        statement.setString(3, series.interval().wireName());
    }

    private <T> T ask(String what, Question<T> question) {
        try (Connection connection = pool.borrow()) {
            T answer = question.put(connection);
            health.answered();
            return answer;
        } catch (SQLException failed) {
            health.failed(failed);
            throw new StoreUnavailableException("%s: cannot %s: %s".formatted(pool.store(), what, failed.getMessage()),
                    failed);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T put(Connection connection) throws SQLException;
    }
}
