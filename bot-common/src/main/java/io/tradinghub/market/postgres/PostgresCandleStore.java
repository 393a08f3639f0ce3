package io.tradinghub.market.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.SqlFault;
import io.tradinghub.store.StoreHealth;

/// Writes candles into table `candles`, a batch at a time in one statement. A candle that is there already with the
/// same numbers costs no write. While the table is missing or of another version, batches wait as for a store that is
/// away: no line is to blame.
public final class PostgresCandleStore implements CandleStore {
    private static final String UPSERT = """
            INSERT INTO candles (category, symbol, interval, open_time, open, high, low, close, volume, turnover)
            SELECT category, symbol, interval, to_timestamp(open_ms / 1000), open, high, low, close, volume, turnover
            FROM unnest(?::text[], ?::text[], ?::text[], ?::int8[], ?::float8[], ?::float8[], ?::float8[], ?::float8[], ?::float8[],
                        ?::float8[]) AS batch (category, symbol, interval, open_ms, open, high, low, close, volume, turnover)
            ON CONFLICT (category, symbol, interval, open_time) DO UPDATE
            SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
                volume = excluded.volume, turnover = excluded.turnover
            WHERE (candles.open, candles.high, candles.low, candles.close, candles.volume, candles.turnover)
                  IS DISTINCT FROM
                  (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.turnover)""";

    private final PostgresPool pool;
    private final StoreHealth health;

    private PostgresCandleStore(PostgresPool pool) {
        this.pool = pool;
        this.health = new StoreHealth(pool.store());
    }

    /// Waits for the database. The caller closes the store.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the database is not there within the start deadline
    public static CandleStore open(PostgresSettings settings) {
        return new PostgresCandleStore(PostgresPool.open(settings, "candle-store", 1));
    }

    @Override
    public WriteResult write(CandleLines batch) {
        CandleBatch columns;
        try {
            columns = CandleBatch.parse(batch);
        } catch (IllegalArgumentException badLine) {
            return new WriteResult.Refused(String.valueOf(badLine.getMessage()));
        }
        try (Connection connection = pool.borrow(); PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            columns.bind(connection, statement);
            statement.executeUpdate();
            health.answered();
            return new WriteResult.Written();
        } catch (SQLException failed) {
            if (SqlFault.of(failed) == SqlFault.DATA) {
                return new WriteResult.Refused(String.valueOf(failed.getMessage()));
            }
            health.failed(failed);
            return new WriteResult.Unavailable("%s: %s".formatted(pool.store(), failed.getMessage()));
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
