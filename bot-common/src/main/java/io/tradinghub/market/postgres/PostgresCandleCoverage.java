package io.tradinghub.market.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.CandleCoverage;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.PostgresSession;

/// Reads table `candle_coverage`. Any thread may call.
public final class PostgresCandleCoverage implements CandleCoverage {
    private static final String READ = """
            SELECT day, expected, stored, repaired FROM candle_coverage
            WHERE category = ? AND symbol = ? AND interval = ? AND day BETWEEN ? AND ? ORDER BY day""";
    private final PostgresSession session;

    /// @param session stays its owner's
    public PostgresCandleCoverage(PostgresSession session) {
        this.session = session;
    }

    @Override
    public List<DayCoverage> read(SeriesId series, LocalDate from, LocalDate to) {
        try {
            return session.run(connection -> read(connection, series, from, to));
        } catch (SQLException failed) {
            throw new StoreUnavailableException("%s: cannot read the coverage of %s: %s"
                    .formatted(session.store(), series, failed.getMessage()), failed);
        }
    }

    private static List<DayCoverage> read(Connection connection, SeriesId series, LocalDate from, LocalDate to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, series.instrument().category().wireName());
            statement.setString(2, series.instrument().symbol().name());
            statement.setString(3, series.interval().wireName());
            statement.setObject(4, from);
            statement.setObject(5, to);
            List<DayCoverage> days = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    days.add(new DayCoverage(series, rows.getObject(1, LocalDate.class), rows.getInt(2),
                            rows.getInt(3), rows.getInt(4)));
                }
            }
            return days;
        }
    }
}
