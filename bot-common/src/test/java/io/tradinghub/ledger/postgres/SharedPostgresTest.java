package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a bot, with its own role and whatever SQL it likes, cannot do to the other users of the database.
class SharedPostgresTest {
    private static final String ONE = "bot_1_momentum";
    private static final String TWO = "bot_2_mean_reversion";
    private static final List<String> ENDING_MODES = List.of("SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE",
            "EXCLUSIVE", "ACCESS EXCLUSIVE");
    private static final String WRITTEN = "written";
    private static PostgresServer postgres;
    private static PostgresSettings first;
    private static PostgresSettings second;
    private static PostgresSettings recorder;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start();
        first = postgres.createRole(ONE, "hub_bot");
        second = postgres.createRole(TWO, "hub_bot");
        recorder = postgres.createRole("recorder", "hub_recorder");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void nobodyButTheOwnerCanLockATableAgainstTheRowsOfOthers() throws Exception {
        List<String> lockable = new ArrayList<>();
        for (PostgresSettings role : List.of(first, recorder)) {
            for (String table : tables()) {
                for (String mode : ENDING_MODES) {
                    if (canLock(role, table, mode)) {
                        lockable.add("%s: %s in %s".formatted(role.user(), table, mode));
                    }
                }
            }
        }
        assertThat(lockable).isEmpty();
        assertThat(canLock(first, "orders", "ROW EXCLUSIVE")).as("what its own writes take").isTrue();
    }

    @Test
    void aLeaseIsLockedByTheRoleOfItsBotOnly() throws Exception {
        try (Connection held = connect(first); Connection other = connect(second); Connection again = connect(first)) {
            assertThat(row(held, "SELECT lock_lease('%s', false)".formatted(ONE))).isEqualTo("t");
            assertThat(row(again, "SELECT lock_lease('%s', false)".formatted(ONE))).isEqualTo("f");
            assertThat(row(other, "SELECT lock_lease('%s', false)".formatted(TWO))).isEqualTo("t");
            assertThatThrownBy(() -> row(other, "SELECT lock_lease('%s', true)".formatted(ONE)))
                    .hasMessageContaining("bot_2_mean_reversion may not take the lease of bot_1_momentum");
        }
    }

    @Test
    void noAdvisoryLockCanBeTakenAroundTheLease() throws Exception {
        String functions = postgres.row("""
                SELECT string_agg(oid::regprocedure::text, ', ') FROM pg_proc
                WHERE proname ~ 'advisory' AND proname !~ 'unlock'
                  AND has_function_privilege('bot_1_momentum', oid, 'EXECUTE')""");
        assertThat(functions).isEqualTo("null");
    }

    @Test
    void theHolderOfALeaseIsToldByItsSession() throws Exception {
        try (Connection held = connect(first); Connection asking = connect(first)) {
            String question = "SELECT lease_holder('%s')".formatted(ONE);
            assertThat(row(asking, question)).isEqualTo("null");
            row(held, "SELECT lock_lease('%s', false)".formatted(ONE));
            row(held, "SELECT set_config('application_name', 'a forgotten laptop', false)");
            assertThat(row(asking, question)).startsWith("a forgotten laptop of role bot_1_momentum at ");
        }
    }

    @Test
    void whoHoldsTheLeaseOfAnotherBotIsNotTold() throws Exception {
        try (Connection held = connect(second);
                Connection asking = connect(first);
                Connection admin = administrator()) {
            String question = "SELECT lease_holder('%s')".formatted(TWO);
            row(held, "SELECT lock_lease('%s', false)".formatted(TWO));
            assertThat(row(asking, question)).isEqualTo("null");
            assertThat(row(held, question)).contains(" of role bot_2_mean_reversion at ");
            assertThat(row(admin, question)).contains(" of role bot_2_mean_reversion at ");
        }
    }

    @Test
    void aSessionThatSetItsTimeOutsAsideIsEndedFromOutside() throws Exception {
        try (Connection stuck = connect(first);
                Connection quiet = connect(second);
                Connection admin = administrator()) {
            stuck.setAutoCommit(false);
            row(stuck, "SELECT set_config('idle_in_transaction_session_timeout', '0', false)");
            assertThat(row(quiet, "SELECT 1")).isEqualTo("1");
            assertThat(row(admin, "SELECT string_agg(t, ';') FROM end_long_sessions('1 hour') t")).isEqualTo("null");
            assertThat(row(admin, "SELECT string_agg(t, ';') FROM end_long_sessions('0 s') t"))
                    .startsWith("bot_1_momentum (").contains("idle in transaction").doesNotContain(";");
            assertThatThrownBy(() -> row(stuck, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThatCode(() -> row(quiet, "SELECT 1")).as("a session that does nothing").doesNotThrowAnyException();
        }
    }

    @Test
    void onlyTheOwnerEndsSessions() {
        assertThatThrownBy(() -> {
            try (Connection connection = connect(first)) {
                row(connection, "SELECT end_long_sessions('0 s')");
            }
        }).hasMessageContaining("permission denied");
    }

    @Test
    void aBotThatWritesTooMuchIsRefusedUntilTheNextHourAndTheOthersAreNot() throws Exception {
        postgres.execute("SELECT count_writes_of('%s'), count_writes_of('%s')".formatted(ONE, TWO));
        postgres.execute("""
                INSERT INTO bot_leases (bot_id, epoch, holder, acquired_at)
                VALUES ('%s', 1, 'x', now()), ('%s', 1, 'x', now()) ON CONFLICT DO NOTHING""".formatted(ONE, TWO));
        try (Connection much = connect(first); Connection little = connect(second)) {
            much.setAutoCommit(false);
            String answer = WRITTEN;
            // twice the bound, since another hour may begin meanwhile
            for (int i = 0; answer.equals(WRITTEN) && i < 32; i++) {
                answer = write(much, ONE, 4_000_000);
                much.rollback();
            }
            assertThat(answer).as("what a rolled-back transaction wrote counts, too")
                    .startsWith("53400 ").contains(ONE + " may not write more than 64 MB into the ledger in one hour");
            assertThat(write(little, TWO, 100)).as("another bot").isEqualTo(WRITTEN);
            // an hour later
            postgres.execute("SELECT setval('written.%s', pg_sequence_last_value('written.%s') - (1::bigint << 32))"
                    .formatted(ONE, ONE));
            assertThat(write(much, ONE, 4_000_000)).as("the next hour").isEqualTo(WRITTEN);
            assertThatThrownBy(() -> row(much, "SELECT setval('written.%s', 1)".formatted(ONE)))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void everyTableThatABotWritesIsCounted() throws Exception {
        try (Connection admin = administrator()) {
            assertThat(row(admin, """
                    SELECT string_agg(c.relname, ' ') FROM pg_class c
                    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                      AND has_any_column_privilege('hub_bot', c.oid, 'INSERT, UPDATE')
                      AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid
                                      AND t.tgfoid = 'count_write'::regproc AND t.tgenabled = 'O')
                      AND c.relname NOT IN ('bot_leases', 'control_requests', 'control_progress', 'bot_health')"""))
                    .as("tables without the trigger count_write (V020)").isEqualTo("null");
        }
    }

    /// Returns [#WRITTEN], or why the row was refused.
    private static String write(Connection connection, String bot, int bytes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO risk_events (bot_id, mode, at, rule, detail, event_key)
                VALUES (?, 'paper', now(), 'HALTED', repeat('x', ?), 'a test')""")) {
            insert.setString(1, bot);
            insert.setInt(2, bytes);
            insert.execute();
            return WRITTEN;
        } catch (SQLException refused) {
            return refused.getSQLState() + " " + refused.getMessage();
        }
    }

    private static List<String> tables() throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT relname FROM pg_class
                        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace""")) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            assertThat(tables).contains("orders", "bot_leases", "candles");
            return tables;
        }
    }

    private static boolean canLock(PostgresSettings role, String table, String mode) throws SQLException {
        try (Connection connection = connect(role); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE %s IN %s MODE NOWAIT".formatted(table, mode));
            return true;
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).isEqualTo("42501");
            return false;
        }
    }

    private static String row(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "no row";
        }
    }

    private static Connection administrator() throws SQLException {
        return connect(postgres.settings());
    }

    private static Connection connect(PostgresSettings settings) throws SQLException {
        DriverManager.setLoginTimeout((int) Duration.ofSeconds(10).toSeconds());
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password().reveal());
    }
}
