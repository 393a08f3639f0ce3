package io.tradinghub.db.accesscheck;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.accesscheck.AccessAttempt.Action;
import io.tradinghub.db.accesscheck.AccessAttempt.Outcome;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresSession;

/// Lists the access attempts on PostgreSQL. Each runs in a transaction that is rolled back, all of an account in one
/// session: a bot that works beside them leaves few. Whoever makes it closes it.
final class PostgresAccessCheck implements AutoCloseable {
    /// SQLSTATE 42501: a missing privilege, or a row that violates row-level security.
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String LEDGER_TABLES = """
            SELECT c.oid::regclass::text
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'bot_id'
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped""";
    private final PostgresSettings owner;
    private final Map<String, PostgresSession> sessions = new HashMap<>();

    PostgresAccessCheck(PostgresSettings owner) {
        this.owner = owner;
    }

    List<AccessAttempt> of(List<StoreAccount> accounts) {
        List<AccessAttempt> attempts = new ArrayList<>();
        attempts.add(
                attempt("owner", "find ledger tables without forced RLS", Outcome.DENIED,
                        () -> findsRows(session(owner),
                                LEDGER_TABLES + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")));
        for (StoreAccount account : accounts) {
            switch (account.role()) {
                case BOT -> bot(account, attempts);
                case RECORDER -> recorder(account, attempts);
                case GRAFANA -> grafana(account, attempts);
                case BACKUP -> denied(account, attempts, "write to the ledger", "UPDATE orders SET version = version");
                case GUARDIAN, FLATTENING_GUARDIAN -> guardian(account, attempts);
            }
            accounts.stream().filter(other -> other.isBot() && !other.name().equals(account.name()))
                    .forEach(bot -> denied(account, attempts, "set role to " + bot.name(), "SET ROLE " + bot.name()));
            denied(account, attempts, "create a table", "CREATE TABLE access_check (x INT)");
            denied(account, attempts, "create a temporary table", "CREATE TEMPORARY TABLE access_check (x INT)");
            denied(account, attempts, "create a large object", "SELECT lo_from_bytea(0, 'access_check')");
            denied(account, attempts, "create a role", "CREATE ROLE access_check");
            denied(account, attempts, "disable row-level security", "ALTER TABLE orders DISABLE ROW LEVEL SECURITY");
            denied(account, attempts, "set role to the owner", "SET ROLE " + owner.user());
        }
        return attempts;
    }

    private void bot(StoreAccount bot, List<AccessAttempt> attempts) {
        allowed(bot, attempts, "read its orders", "SELECT 1 FROM orders LIMIT 1");
        allowed(bot, attempts, "read candles", "SELECT 1 FROM candles LIMIT 1");
        attempts.add(attempt(bot.name(), "see rows of other bots", Outcome.DENIED, () -> onAnyLedgerTable(
                table -> findsRows(as(bot),
                        "SELECT 1 FROM %s WHERE bot_id <> current_user LIMIT 1".formatted(table)))));
        attempts.add(attempt(bot.name(), "add rows for another bot", Outcome.DENIED, () -> onAnyLedgerTable(
                table -> execute(as(bot), "INSERT INTO %s (bot_id) VALUES ('bot_of_another')".formatted(table)))));
        denied(bot, attempts, "delete its fills", "DELETE FROM fills");
        denied(bot, attempts, "change its fills", "UPDATE fills SET commission = 0");
        denied(bot, attempts, "lock the orders of all", "LOCK TABLE orders IN SHARE MODE NOWAIT");
        denied(bot, attempts, "lock the leases of all", "LOCK TABLE bot_leases IN ACCESS EXCLUSIVE MODE NOWAIT");
        denied(bot, attempts, "take an advisory lock", "SELECT pg_try_advisory_xact_lock(1)");
        denied(bot, attempts, "lock another bot's lease", "SELECT lock_lease('bot_of_another', false)");
        denied(bot, attempts, "end sessions of others", "SELECT end_long_sessions('0 s')");
        denied(bot, attempts, "raise its limit of temporary files", "SET temp_file_limit = -1");
        denied(bot, attempts, "give its account back", "UPDATE bot_accounts SET released_at = now()");
        denied(bot, attempts, "approve real money",
                "INSERT INTO live_approvals (bot_id, uid, capital, coin, who, origin) VALUES (current_user, 1, 1, 'USDT', '', '')");
        denied(bot, attempts, "write candles",
                "INSERT INTO candles VALUES ('linear', 'ACCESSCHECK', '1', now(), 1, 1, 1, 1, 1, 1)");
    }

    private void recorder(StoreAccount recorder, List<AccessAttempt> attempts) {
        allowed(recorder, attempts, "write candles",
                "INSERT INTO candles VALUES ('linear', 'ACCESSCHECK', '1', now(), 1, 1, 1, 1, 1, 1)");
        denied(recorder, attempts, "lock the candles of all", "LOCK TABLE candles IN ACCESS EXCLUSIVE MODE NOWAIT");
        denied(recorder, attempts, "take an advisory lock", "SELECT pg_try_advisory_xact_lock(1)");
        denied(recorder, attempts, "read orders", "SELECT 1 FROM orders LIMIT 1");
        denied(recorder, attempts, "read fills", "SELECT 1 FROM fills LIMIT 1");
        denied(recorder, attempts, "take a bot's lease", "UPDATE bot_leases SET epoch = epoch + 1");
    }

    private void grafana(StoreAccount grafana, List<AccessAttempt> attempts) {
        allowed(grafana, attempts, "read orders", "SELECT 1 FROM orders LIMIT 1");
        denied(grafana, attempts, "write to the ledger", "UPDATE orders SET version = version");
        denied(grafana, attempts, "delete candles", "DELETE FROM candles");
    }

    private void guardian(StoreAccount guardian, List<AccessAttempt> attempts) {
        allowed(guardian, attempts, "read orders", "SELECT 1 FROM orders LIMIT 1");
        allowed(guardian, attempts, "write that it looked",
                "INSERT INTO alert_rounds (evaluated_at) VALUES (now()) ON CONFLICT DO NOTHING");
        denied(guardian, attempts, "write to the ledger", "UPDATE orders SET version = version");
        allowed(guardian, attempts, "halt a bot", request("bot_of_another", "HALT", "guardian"));
        attempts.add(attempt(guardian.name(), "flatten a bot",
                guardian.role() == Role.FLATTENING_GUARDIAN ? Outcome.ALLOWED : Outcome.DENIED,
                () -> execute(as(guardian), request("bot_of_another", "FLATTEN", "guardian"))));
        denied(guardian, attempts, "resume a bot", request("bot_of_another", "RESUME", "guardian"));
        denied(guardian, attempts, "adopt what a bot holds", request("bot_of_another", "ADOPT", "guardian"));
        denied(guardian, attempts, "halt every bot at once", request("all", "HALT", "guardian"));
        denied(guardian, attempts, "halt in another's name", request("bot_of_another", "HALT", "somebody"));
        denied(guardian, attempts, "change a request", "UPDATE control_requests SET state = 'FAILED'");
        denied(guardian, attempts, "delete a request", "DELETE FROM control_requests");
        denied(guardian, attempts, "lock the alerts of all", "LOCK TABLE alerts IN ACCESS EXCLUSIVE MODE NOWAIT");
    }

    private static String request(String target, String kind, String who) {
        return "INSERT INTO control_requests (target, kind, who, origin, reason) VALUES ('%s', '%s', '%s', 'access check', '')"
                .formatted(target, kind, who);
    }

    private void allowed(StoreAccount account, List<AccessAttempt> attempts, String attempt, String sql) {
        attempts.add(attempt(account.name(), attempt, Outcome.ALLOWED, () -> execute(as(account), sql)));
    }

    private void denied(StoreAccount account, List<AccessAttempt> attempts, String attempt, String sql) {
        attempts.add(attempt(account.name(), attempt, Outcome.DENIED, () -> execute(as(account), sql)));
    }

    private static AccessAttempt attempt(String account, String description, Outcome expected, Action action) {
        return new AccessAttempt("postgres", account, description, expected, action);
    }

    private PostgresSession as(StoreAccount account) {
        return session(
                new PostgresSettings(owner.url(), account.name(), account.postgresPassword(), owner.timeouts()));
    }

    private PostgresSession session(PostgresSettings settings) {
        return sessions.computeIfAbsent(settings.user(),
                _ -> new PostgresSession(settings, "hub-access-check", ""));
    }

    @Override
    public void close() {
        sessions.values().forEach(PostgresSession::close);
    }

    /// Allowed if the action is allowed on any table whose rows belong to bots.
    private Outcome onAnyLedgerTable(TableAction action) throws SQLException {
        for (String table : session(owner).run(connection -> column(connection, LEDGER_TABLES))) {
            if (action.runOn(table) == Outcome.ALLOWED) {
                return Outcome.ALLOWED;
            }
        }
        return Outcome.DENIED;
    }

    private static Outcome findsRows(PostgresSession account, String sql) throws SQLException {
        try {
            return account.run(connection -> column(connection, sql)).isEmpty() ? Outcome.DENIED : Outcome.ALLOWED;
        } catch (SQLException e) {
            return requireDenied(e);
        }
    }

    private static Outcome execute(PostgresSession account, String sql) throws SQLException {
        return account.run(connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // the read-only default of a role is no protection: its sessions can override it
                statement.execute("SET TRANSACTION READ WRITE");
                return outcome(statement, sql);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private static Outcome outcome(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
            return Outcome.ALLOWED;
        } catch (SQLException e) {
            return requireDenied(e);
        }
    }

    private static Outcome requireDenied(SQLException e) throws SQLException {
        if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
            return Outcome.DENIED;
        }
        throw e;
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

    /// An access attempt on one table.
    @FunctionalInterface
    private interface TableAction {
        Outcome runOn(String table) throws SQLException;
    }
}
