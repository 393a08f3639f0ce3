package io.tradinghub.db.accesscheck;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.accesscheck.AccessAttempt.Action;
import io.tradinghub.db.accesscheck.AccessAttempt.Outcome;
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

    List<AccessAttempt> of(List<StoreAccount> accounts) {
        List<AccessAttempt> attempts = new ArrayList<>();
        attempts.add(
                attempt("owner", "tables with bot_id without forced row security", Outcome.DENIED, () -> found(owner,
                        LEDGER_TABLES + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")));
        for (StoreAccount account : accounts) {
            switch (account.role()) {
                case BOT -> bot(account, attempts);
                case RECORDER -> recorder(account, attempts);
                case GRAFANA -> grafana(account, attempts);
                case BACKUP -> refused(account, attempts, "write to the ledger", "UPDATE orders SET version = version");
            }
            accounts.stream().filter(other -> other.isBot() && !other.name().equals(account.name()))
                    .forEach(bot -> refused(account, attempts, "become " + bot.name(), "SET ROLE " + bot.name()));
            refused(account, attempts, "make a table", "CREATE TABLE access_check (x INT)");
            refused(account, attempts, "make a temporary table", "CREATE TEMPORARY TABLE access_check (x INT)");
            refused(account, attempts, "make a large object", "SELECT lo_from_bytea(0, 'access_check')");
            refused(account, attempts, "make a role", "CREATE ROLE access_check");
            refused(account, attempts, "turn row security off", "ALTER TABLE orders DISABLE ROW LEVEL SECURITY");
            refused(account, attempts, "become the owner", "SET ROLE " + owner.user());
        }
        return attempts;
    }

    private void bot(StoreAccount bot, List<AccessAttempt> attempts) {
        let(bot, attempts, "read its orders", "SELECT 1 FROM orders LIMIT 1");
        let(bot, attempts, "read candles", "SELECT 1 FROM candles LIMIT 1");
        attempts.add(attempt(bot.name(), "see rows of other bots", Outcome.DENIED, () -> anywhere(
                table -> found(as(bot), "SELECT 1 FROM %s WHERE bot_id <> current_user LIMIT 1".formatted(table)))));
        attempts.add(attempt(bot.name(), "add rows for another bot", Outcome.DENIED, () -> anywhere(
                table -> tried(as(bot), "INSERT INTO %s (bot_id) VALUES ('bot_of_another')".formatted(table)))));
        refused(bot, attempts, "delete its fills", "DELETE FROM fills");
        refused(bot, attempts, "change its fills", "UPDATE fills SET commission = 0");
        refused(bot, attempts, "write candles",
                "INSERT INTO candles VALUES ('linear', 'ACCESSCHECK', '1', now(), 1, 1, 1, 1, 1, 1)");
    }

    private void recorder(StoreAccount recorder, List<AccessAttempt> attempts) {
        let(recorder, attempts, "write candles",
                "INSERT INTO candles VALUES ('linear', 'ACCESSCHECK', '1', now(), 1, 1, 1, 1, 1, 1)");
        refused(recorder, attempts, "read orders", "SELECT 1 FROM orders LIMIT 1");
        refused(recorder, attempts, "read fills", "SELECT 1 FROM fills LIMIT 1");
        refused(recorder, attempts, "take a bot's lease", "UPDATE bot_leases SET epoch = epoch + 1");
    }

    private void grafana(StoreAccount grafana, List<AccessAttempt> attempts) {
        let(grafana, attempts, "read orders", "SELECT 1 FROM orders LIMIT 1");
        refused(grafana, attempts, "write to the ledger", "UPDATE orders SET version = version");
        refused(grafana, attempts, "delete candles", "DELETE FROM candles");
    }

    private void let(StoreAccount account, List<AccessAttempt> attempts, String attempt, String sql) {
        attempts.add(attempt(account.name(), attempt, Outcome.ALLOWED, () -> tried(as(account), sql)));
    }

    private void refused(StoreAccount account, List<AccessAttempt> attempts, String attempt, String sql) {
        attempts.add(attempt(account.name(), attempt, Outcome.DENIED, () -> tried(as(account), sql)));
    }

    private static AccessAttempt attempt(String who, String attempt, Outcome wanted, Action trial) {
        return new AccessAttempt("postgres", who, attempt, wanted, trial);
    }

    private PostgresSettings as(StoreAccount account) {
        return new PostgresSettings(owner.url(), account.name(), account.postgresPassword(), owner.timeouts());
    }

    /// Open when the trial finds it open at one of the tables whose rows belong to bots.
    private Outcome anywhere(TableAction trial) throws SQLException {
        try (Connection connection = PostgresPool.connect(owner, "hub-access-check")) {
            for (String table : column(connection, LEDGER_TABLES)) {
                if (trial.at(table) == Outcome.ALLOWED) {
                    return Outcome.ALLOWED;
                }
            }
            return Outcome.DENIED;
        }
    }

    private static Outcome found(PostgresSettings who, String sql) throws SQLException {
        try (Connection connection = PostgresPool.connect(who, "hub-access-check")) {
            return column(connection, sql).isEmpty() ? Outcome.DENIED : Outcome.ALLOWED;
        } catch (SQLException e) {
            return shutOrUnknown(e);
        }
    }

    private static Outcome tried(PostgresSettings who, String sql) throws SQLException {
        try (Connection connection = PostgresPool.connect(who, "hub-access-check");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // a read-only session is a habit and no door: whoever is in it may leave it
            statement.execute("SET TRANSACTION READ WRITE");
            try {
                statement.execute(sql);
                return Outcome.ALLOWED;
            } catch (SQLException e) {
                return shutOrUnknown(e);
            } finally {
                connection.rollback();
            }
        }
    }

    private static Outcome shutOrUnknown(SQLException refusal) throws SQLException {
        if (REFUSED.equals(refusal.getSQLState())) {
            return Outcome.DENIED;
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
    private interface TableAction {
        Outcome at(String table) throws SQLException;
    }
}
