package io.tradinghub.db.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes alerts that ended half a year ago. The guardian may not: a right to delete is a right to lock the table.
final class AlertRetention {
    private static final Logger LOG = LoggerFactory.getLogger(AlertRetention.class);

    private AlertRetention() {}

    static void deleteOld(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int deleted = statement.executeUpdate("DELETE FROM alerts WHERE ended_at < now() - interval '180 days'");
            if (deleted > 0) {
                LOG.atInfo().addKeyValue("deleted", deleted).log("old alerts deleted");
            }
        }
    }
}
