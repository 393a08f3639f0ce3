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

/// What earlier runs on the same folder left: which market it was, and how far its time had come.
final class RunHistory {
    /// The newest moment that anything in the database speaks of: market time must never go back behind it.
    private static final String NEWEST = """
            SELECT greatest((SELECT max(filled_at) FROM fills), (SELECT max(at) FROM equity_snapshots), (SELECT max(updated_at) FROM orders),
                            (SELECT max(open_time + CASE candles.interval WHEN 'D' THEN interval '1 day' ELSE make_interval(mins => candles.interval::int) END)
                             FROM candles))""";

    private RunHistory() {}

    /// Makes sure that the folder belongs to this market, and notes it when it is new.
    ///
    /// @throws DemoException when it holds a run of another one
    static void claim(Path note, String market) {
        try {
            if (!Files.exists(note)) {
                Files.writeString(note, market + "\n");
                return;
            }
            String before = Files.readString(note).strip();
            if (!before.equals(market)) {
                throw new DemoException("%s holds a run of the %s; --fresh throws it away, --data takes another folder"
                        .formatted(note.getParent(), before));
            }
        } catch (IOException e) {
            throw new DemoException("%s cannot be used: %s".formatted(note, e), e);
        }
    }

    /// Where market time had come to; empty before the first run.
    static Optional<Instant> goneOnUntil(PostgresSettings owner) {
        try (Connection connection = PostgresPool.connect(owner, "demo");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NEWEST)) {
            row.next();
            return Optional.ofNullable(row.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        } catch (SQLException e) {
            throw new LocalStoreException("the ledger of the earlier run cannot be read: " + e.getMessage(), e);
        }
    }
}
