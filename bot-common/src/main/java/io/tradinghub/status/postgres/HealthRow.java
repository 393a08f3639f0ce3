package io.tradinghub.status.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import io.tradinghub.bot.BotId;
import io.tradinghub.status.Health;

/// Writes rows of `bot_health`, which status, doctor and alerts read. It opens no connection of its own: a bot may have
/// few.
public final class HealthRow {
    private static final String WRITE = """
            INSERT INTO bot_health AS h (bot_id, process, work, detail) VALUES (?, ?, ?, ?)
            ON CONFLICT (bot_id, process) DO UPDATE
                SET work = excluded.work, detail = excluded.detail, seen_at = now(),
                    since = CASE WHEN h.work = excluded.work THEN h.since ELSE now() END""";

    private HealthRow() {}

    /// Which of a bot's processes speaks. The names are those of the ledger's schema.
    public enum Speaker {
        /// The one that holds the lease.
        HOLDER,
        /// One that waits for it.
        STANDBY
    }

    /// Replaces what this process of the bot said before.
    public static void write(Connection connection, BotId bot, Speaker speaker, Health health) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setString(1, bot.value());
            statement.setString(2, speaker.name());
            statement.setString(3, health.work().name());
            statement.setString(4, health.detail());
            statement.executeUpdate();
        }
    }
}
