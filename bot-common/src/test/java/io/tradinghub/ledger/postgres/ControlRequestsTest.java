package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may ask bots to halt, and who may say what became of it.
class ControlRequestsTest {
    private static final String OWN = "bot_1_momentum";
    private static PostgresServer postgres;
    private static PostgresSettings bot;
    private static PostgresSettings operator;
    private static PostgresSettings reader;

    @BeforeAll
    static void askThreeTimes() throws SQLException {
        postgres = PostgresServer.start();
        bot = postgres.createRole(OWN, "hub_bot");
        operator = postgres.createRole("operator", "hub_operator");
        reader = postgres.createRole("grafana", "hub_reader");
        for (String target : new String[]{OWN, "bot_2_mean_reversion", "all"}) {
            execute(operator, """
                    INSERT INTO control_requests (target, kind, who, origin, reason)
                    VALUES ('%s', 'HALT', 'alice', 'laptop', 'test')""".formatted(target));
        }
        postgres.execute("INSERT INTO bot_leases VALUES ('%s', 1, 'test', now())".formatted(OWN));
        postgres.execute("INSERT INTO bot_leases VALUES ('bot_2_mean_reversion', 1, 'test', now())");
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void aBotSeesWhatIsAskedOfItAndOfAll() throws SQLException {
        assertThat(query(bot, "SELECT string_agg(target, ' ' ORDER BY request_id) FROM control_requests"))
                .isEqualTo(OWN + " all");
    }

    @Test
    void aBotMovesOnlyItsOwnRequestsAndOnlyHowFarTheyAre() throws SQLException {
        assertThat(execute(bot, "UPDATE control_requests SET state = 'TAKEN', detail = 'on it', updated_at = now()"))
                .isEqualTo(1);
        assertThat(postgres.row("SELECT target FROM control_requests WHERE state = 'TAKEN'")).isEqualTo(OWN);
        assertThatThrownBy(() -> execute(bot, "UPDATE control_requests SET kind = 'RESUME'"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(bot, """
                INSERT INTO control_requests (target, kind, who, origin, reason)
                VALUES ('bot_1_momentum', 'RESUME', 'me', 'here', 'free')"""))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(bot, "DELETE FROM control_requests"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void aBotTellsItsOwnProgressWithARequestToAll() throws SQLException {
        String insert = """
                INSERT INTO control_progress (request_id, bot_id, state, updated_at)
                SELECT request_id, '%s', 'TAKEN', now() FROM control_requests WHERE target = 'all'""";
        assertThat(execute(bot, insert.formatted(OWN))).isEqualTo(1);
        assertThat(execute(bot, "UPDATE control_progress SET state = 'DONE'")).isEqualTo(1);
        assertThatThrownBy(() -> execute(bot, insert.formatted("bot_2_mean_reversion")))
                .hasMessageContaining("row-level security");
        assertThat(query(operator, "SELECT bot_id || ' ' || state FROM control_progress")).isEqualTo(OWN + " DONE");
    }

    @Test
    void anOperatorAsksAndReadsEverythingAndChangesNothing() throws SQLException {
        assertThat(query(operator, "SELECT count(*) FROM control_requests")).isEqualTo("3");
        assertThat(query(operator, "SELECT count(*) FROM bot_leases")).isEqualTo("2");
        assertThatThrownBy(() -> execute(operator, "UPDATE control_requests SET state = 'DONE'"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(operator, """
                INSERT INTO control_requests (target, kind, who, origin, reason, state)
                VALUES ('all', 'HALT', 'alice', 'laptop', 'test', 'DONE')"""))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(operator, "UPDATE bot_leases SET epoch = epoch + 1"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void aReaderSeesEveryRequestAndAsksNothing() throws SQLException {
        assertThat(query(reader, "SELECT count(*) FROM control_requests")).isEqualTo("3");
        assertThatThrownBy(() -> execute(reader, """
                INSERT INTO control_requests (target, kind, who, origin, reason)
                VALUES ('all', 'RESUME', 'grafana', 'panel', 'test')""")).hasMessageContaining("permission denied");
    }

    private static String query(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int execute(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings); Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static Connection connect(PostgresSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password().reveal());
    }
}
