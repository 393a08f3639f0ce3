package io.tradinghub.db.doors;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.doors.Door.State;
import io.tradinghub.db.doors.Door.Trial;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;

/// The doors of PostgreSQL. Whatever is tried is rolled back.
final class PostgresAccessCheck {
    /// SQLSTATE 42501: a missing right, or a row that row-level security refuses.
    private static final String REFUSED = "42501";
    private static final String LEDGER_TABLES = """
            SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'bot_id'
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped""";
    private final PostgresSettings owner;

    PostgresAccessCheck(PostgresSettings owner) {
        this.owner = owner;
    }

    List<Door> of(List<StoreAccount> accounts) {
        List<Door> doors = new ArrayList<>();
        doors.add(door("owner", "tables with bot_id without forced row security", State.SHUT, () -> found(owner,
                LEDGER_TABLES + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")));
        for (StoreAccount account : accounts) {
            switch (account.part()) {
                case BOT -> bot(account, doors);
                case RECORDER -> recorder(account, doors);
                case GRAFANA -> grafana(account, doors);
                case BACKUP -> refused(account, doors, "write to the ledger", "UPDATE orders SET version = version");
            }
            accounts.stream().filter(other -> other.isBot() && !other.name().equals(account.name()))
                    .forEach(bot -> refused(account, doors, "become " + bot.name(), "SET ROLE " + bot.name()));
            refused(account, doors, "make a table", "CREATE TABLE door (x INT)");
            refused(account, doors, "make a temporary table", "CREATE TEMPORARY TABLE door (x INT)");
            refused(account, doors, "make a large object", "SELECT lo_from_bytea(0, 'door')");
            refused(account, doors, "make a role", "CREATE ROLE door");
            refused(account, doors, "turn row security off", "ALTER TABLE orders DISABLE ROW LEVEL SECURITY");
            refused(account, doors, "become the owner", "SET ROLE " + owner.user());
        }
        return doors;
    }

    private void bot(StoreAccount bot, List<Door> doors) {
        let(bot, doors, "read its orders", "SELECT 1 FROM orders LIMIT 1");
        let(bot, doors, "read candles", "SELECT 1 FROM candles LIMIT 1");
        doors.add(door(bot.name(), "see rows of other bots", State.SHUT, () -> anywhere(
                table -> found(as(bot), "SELECT 1 FROM %s WHERE bot_id <> current_user LIMIT 1".formatted(table)))));
        doors.add(door(bot.name(), "add rows for another bot", State.SHUT, () -> anywhere(
                table -> tried(as(bot), "INSERT INTO %s (bot_id) VALUES ('bot_of_another')".formatted(table)))));
        refused(bot, doors, "delete its fills", "DELETE FROM fills");
        refused(bot, doors, "change its fills", "UPDATE fills SET commission = 0");
        refused(bot, doors, "write candles",
                "INSERT INTO candles VALUES ('linear', 'DOOR', '1', now(), 1, 1, 1, 1, 1, 1)");
    }

    private void recorder(StoreAccount recorder, List<Door> doors) {
        let(recorder, doors, "write candles",
                "INSERT INTO candles VALUES ('linear', 'DOOR', '1', now(), 1, 1, 1, 1, 1, 1)");
        refused(recorder, doors, "read orders", "SELECT 1 FROM orders LIMIT 1");
        refused(recorder, doors, "read fills", "SELECT 1 FROM fills LIMIT 1");
        refused(recorder, doors, "take a bot's lease", "UPDATE bot_leases SET epoch = epoch + 1");
    }

    private void grafana(StoreAccount grafana, List<Door> doors) {
        let(grafana, doors, "read orders", "SELECT 1 FROM orders LIMIT 1");
        refused(grafana, doors, "write to the ledger", "UPDATE orders SET version = version");
        refused(grafana, doors, "delete candles", "DELETE FROM candles");
    }

    private void let(StoreAccount account, List<Door> doors, String attempt, String sql) {
        doors.add(door(account.name(), attempt, State.OPEN, () -> tried(as(account), sql)));
    }

    private void refused(StoreAccount account, List<Door> doors, String attempt, String sql) {
        doors.add(door(account.name(), attempt, State.SHUT, () -> tried(as(account), sql)));
    }

    private static Door door(String who, String attempt, State wanted, Trial trial) {
        return new Door("postgres", who, attempt, wanted, trial);
    }

    private PostgresSettings as(StoreAccount account) {
        return new PostgresSettings(owner.url(), account.name(), account.postgresPassword(), owner.timeouts());
    }

    /// Open when the trial finds it open at one of the tables whose rows belong to bots.
    private State anywhere(TableTrial trial) throws SQLException {
        try (Connection connection = PostgresPool.connect(owner, "hub-doors")) {
            for (String table : column(connection, LEDGER_TABLES)) {
                if (trial.at(table) == State.OPEN) {
                    return State.OPEN;
                }
            }
            return State.SHUT;
        }
    }

    private static State found(PostgresSettings who, String sql) throws SQLException {
        try (Connection connection = PostgresPool.connect(who, "hub-doors")) {
            return column(connection, sql).isEmpty() ? State.SHUT : State.OPEN;
        } catch (SQLException e) {
            return shutOrUnknown(e);
        }
    }

    private static State tried(PostgresSettings who, String sql) throws SQLException {
        try (Connection connection = PostgresPool.connect(who, "hub-doors");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // a read-only session is a habit and no door: whoever is in it may leave it
            statement.execute("SET TRANSACTION READ WRITE");
            try {
                statement.execute(sql);
                return State.OPEN;
            } catch (SQLException e) {
                return shutOrUnknown(e);
            } finally {
                connection.rollback();
            }
        }
    }

    private static State shutOrUnknown(SQLException refusal) throws SQLException {
        if (REFUSED.equals(refusal.getSQLState())) {
            return State.SHUT;
        }
        throw refusal;
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    /// What is tried at one table.
    @FunctionalInterface
    private interface TableTrial {
        State at(String table) throws SQLException;
    }
}
