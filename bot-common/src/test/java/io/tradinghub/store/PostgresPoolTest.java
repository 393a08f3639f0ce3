package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which connections a pool keeps after a failure.
class PostgresPoolTest {
    private static PostgresServer postgres;
    private PostgresPool pool;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void open() {
        pool = PostgresPool.open(postgres.settings(), "pool-test", 1);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aSessionThatCanOnlyReadIsReplacedAtOnce() throws Exception {
        String before = ask("SELECT pg_backend_pid()");
        ask("SELECT set_config('default_transaction_read_only', 'on', false)");
        assertThatThrownBy(() -> ask("INSERT INTO bot_leases VALUES ('bot_x', 1, 'me', now()) RETURNING epoch"))
                .hasMessageContaining("read-only transaction");
        assertThat(ask("INSERT INTO bot_leases VALUES ('bot_x', 1, 'me', now()) RETURNING epoch")).isEqualTo("1");
        assertThat(ask("SELECT pg_backend_pid()")).isNotEqualTo(before);
    }

    @Test
    void aSessionWhoseStatementFailedIsKept() throws Exception {
        String before = ask("SELECT pg_backend_pid()");
        for (String failing : new String[]{"SELECT 1 / 0", "SELECT * FROM nowhere", "SELECT 'x'::int"}) {
            assertThatThrownBy(() -> ask(failing)).isInstanceOf(SQLException.class);
        }
        assertThat(ask("SELECT pg_backend_pid()")).isEqualTo(before);
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = pool.borrow();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
