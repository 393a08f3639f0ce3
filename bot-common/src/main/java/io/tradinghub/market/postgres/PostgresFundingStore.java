package io.tradinghub.market.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.FundingStore;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.StoreHealth;

/// Keeps settled funding rates in table `funding_rates`, whichever store holds the candles.
public final class PostgresFundingStore implements FundingStore {
    private static final BatchUpsert<FundingRate> UPSERT = new BatchUpsert<>("funding rates", """
            INSERT INTO funding_rates (category, symbol, settled_at, rate) VALUES (?, ?, ?, ?)
            ON CONFLICT (category, symbol, settled_at) DO UPDATE SET rate = excluded.rate""",
            PostgresFundingStore::bind);
    private static final String NEWEST = "SELECT max(settled_at) FROM funding_rates WHERE category = ? AND symbol = ?";

    private final PostgresPool pool;
    private final StoreHealth health;

    private PostgresFundingStore(PostgresPool pool) {
        this.pool = pool;
        this.health = new StoreHealth(pool.store());
    }

    /// Waits for the database. The caller closes the store.
    ///
    /// @throws StoreUnavailableException when the database is not there within the start deadline
    public static FundingStore open(PostgresSettings settings) {
        return new PostgresFundingStore(PostgresPool.open(settings, "funding-rates", 1));
    }

    @Override
    public Optional<Instant> newest(InstrumentId perpetual) {
        try (Connection connection = pool.borrow(); PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            bind(statement, perpetual);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Optional<Instant> newest = Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
                health.answered();
                return newest;
            }
        } catch (SQLException failed) {
            health.failed(failed);
            throw new StoreUnavailableException(
                    "newest funding rate of %s is unknown: %s".formatted(perpetual, failed.getMessage()), failed);
        }
    }

    @Override
    public void save(Collection<FundingRate> settled) {
        UPSERT.write(pool, health, settled);
    }

    private static void bind(PreparedStatement statement, FundingRate rate) throws SQLException {
        bind(statement, rate.instrument());
        statement.setObject(3, rate.settlesAt().atOffset(ZoneOffset.UTC));
        statement.setDouble(4, rate.rate());
    }

    private static void bind(PreparedStatement statement, InstrumentId perpetual) throws SQLException {
        statement.setString(1, perpetual.category().wireName());
        statement.setString(2, perpetual.symbol().name());
    }

    @Override
    public void close() {
        pool.close();
    }
}
