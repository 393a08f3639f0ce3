package io.tradinghub.market.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.FundingHistory;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.store.PostgresSession;

/// Reads table `funding_rates`. Any thread may call.
public final class PostgresFundingHistory implements FundingHistory {
    private static final String READ = """
            SELECT settled_at, rate FROM funding_rates
            WHERE category = ? AND symbol = ? AND settled_at > ? AND settled_at <= ? ORDER BY settled_at""";
    private final PostgresSession session;

    /// @param session stays its owner's
    public PostgresFundingHistory(PostgresSession session) {
        this.session = session;
    }

    @Override
    public List<SettledFunding> read(InstrumentId perpetual, Instant after, Instant until) {
        return session.call("read the settled funding of " + perpetual,
                connection -> read(connection, perpetual, after, until));
    }

    private static List<SettledFunding> read(Connection connection, InstrumentId perpetual, Instant after,
            Instant until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, perpetual.category().wireName());
            statement.setString(2, perpetual.symbol().name());
            statement.setObject(3, after.atOffset(ZoneOffset.UTC));
            statement.setObject(4, until.atOffset(ZoneOffset.UTC));
            List<SettledFunding> settled = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    settled.add(new SettledFunding(perpetual, rows.getDouble(2),
                            rows.getObject(1, OffsetDateTime.class).toInstant()));
                }
            }
            return settled;
        }
    }
}
