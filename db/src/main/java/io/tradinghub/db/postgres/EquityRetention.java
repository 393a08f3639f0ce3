package io.tradinghub.db.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Thins out equity snapshots older than 90 days to one per hour, so that years of them take megabytes.
///
/// Keeps the snapshot with a bot's highest earnings whatever its age: drawdown is measured from it.
final class EquityRetention {
    private static final Logger LOG = LoggerFactory.getLogger(EquityRetention.class);
    private static final String THIN_OUT = """
            DELETE FROM equity_snapshots s
            USING (SELECT bot_id, mode, max(realised_pnl + unrealised_pnl - fees + funding) AS earned
                   FROM equity_snapshots GROUP BY bot_id, mode) highest
            WHERE highest.bot_id = s.bot_id AND highest.mode = s.mode
              AND s.at < date_trunc('hour', now()) - interval '90 days'
              AND s.realised_pnl + s.unrealised_pnl - s.fees + s.funding < highest.earned
              AND EXISTS (SELECT FROM equity_snapshots later
                          WHERE later.bot_id = s.bot_id AND later.mode = s.mode
                            AND later.at > s.at AND later.at < date_trunc('hour', s.at) + interval '1 hour')""";

    private EquityRetention() {}

    /// @param connection of the schema owner, which row-level security must not restrict
    static void thinOut(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int deleted = statement.executeUpdate(THIN_OUT);
            if (deleted > 0) {
                LOG.atInfo().addKeyValue("deleted", deleted).log("old equity snapshots thinned out");
            }
        }
    }
}
