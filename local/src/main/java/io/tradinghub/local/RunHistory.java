package io.tradinghub.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

import io.tradinghub.local.stores.LocalStoreException;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;

/// Reads which market earlier runs on the same folder used and how far market time had advanced.
final class RunHistory {
    /// The latest time in the database; market time must not continue from before it.
    private static final String NEWEST = """
            SELECT greatest((SELECT max(filled_at) FROM fills),
                            (SELECT max(at) FROM equity_snapshots),
                            (SELECT max(updated_at) FROM orders),
                            (SELECT max(open_time + CASE candles.interval
                                    WHEN 'D' THEN interval '1 day'
                                    ELSE make_interval(mins => candles.interval::int) END)
                             FROM candles))""";

    private RunHistory() {}

    /// Records the market of a new folder; requires the same market in an old one.
    ///
    /// @throws DemoException when the folder holds a run of another market
    static void requireSameMarket(Path marketFile, String market) {
        try {
            if (!Files.exists(marketFile)) {
                Files.writeString(marketFile, market + "\n");
                return;
            }
            String before = Files.readString(marketFile).strip();
            if (!before.equals(market)) {
                throw new DemoException(
                        "%s holds a run of the %s; use --fresh to delete it or --data with another folder"
                                .formatted(marketFile.getParent(), before));
            }
        } catch (IOException e) {
            throw new DemoException("cannot use %s: %s".formatted(marketFile, e), e);
        }
    }

    /// The market time at which earlier runs ended; empty before the first run.
    static Optional<Instant> lastMarketTime(PostgresSettings owner) {
        try (Connection connection = PostgresPool.connect(owner, "demo");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NEWEST)) {
            row.next();
            return Optional.ofNullable(row.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        } catch (SQLException e) {
            throw new LocalStoreException("cannot read the ledger of the earlier run: " + e.getMessage(), e);
        }
    }
}
