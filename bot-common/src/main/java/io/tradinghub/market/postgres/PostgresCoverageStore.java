package io.tradinghub.market.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

import io.tradinghub.market.CoverageStore;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.StoreHealth;

/// Keeps coverage in table `candle_coverage`, whichever store holds the candles.
public final class PostgresCoverageStore implements CoverageStore {
    private static final BatchUpsert<DayCoverage> UPSERT = new BatchUpsert<>("days of coverage",
            """
                    INSERT INTO candle_coverage AS known (category, symbol, interval, day, expected, stored, repaired, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, now())
                    ON CONFLICT (category, symbol, interval, day) DO UPDATE
                    SET expected = excluded.expected, stored = excluded.stored, repaired = known.repaired + excluded.repaired,
                        updated_at = excluded.updated_at""",
            PostgresCoverageStore::bind);

    private final PostgresPool pool;
    private final StoreHealth health;

    private PostgresCoverageStore(PostgresPool pool) {
        this.pool = pool;
        this.health = new StoreHealth(pool.store());
    }

    /// Waits for the database. The caller closes the store.
    ///
    /// @throws StoreUnavailableException when the database is not there within the start deadline
    public static CoverageStore open(PostgresSettings settings) {
        return new PostgresCoverageStore(PostgresPool.open(settings, "candle-coverage", 1));
    }

    @Override
    public void save(Collection<DayCoverage> days) {
        UPSERT.write(pool, health, days);
    }

    private static void bind(PreparedStatement statement, DayCoverage day) throws SQLException {
        statement.setString(1, day.series().instrument().category().wireName());
        statement.setString(2, day.series().instrument().symbol().name());
        statement.setString(3, day.series().interval().wireName());
        statement.setObject(4, day.day());
        statement.setInt(5, day.expected());
        statement.setInt(6, day.stored());
        statement.setInt(7, day.repaired());
    }

    @Override
    public void close() {
        pool.close();
    }
}
