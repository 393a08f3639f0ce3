package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSessionTest {
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void makeATable() {
        postgres.execute("DROP TABLE IF EXISTS tried; CREATE TABLE tried (number INT)");
    }

    @Test
    void aTransactionThatFailsLeavesNothingAndTheNextOneCommits() {
        try (PostgresSession session = new PostgresSession(postgres.settings(), "test", "")) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> session.inTransaction("try", connection -> {
                        insert(connection, 1);
                        return execute(connection, "SELECT 1 / 0");
                    })).withMessageContaining("try failed: ERROR: division by zero");
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> session.inTransaction("try", connection -> {
                        insert(connection, 2);
                        throw new IllegalStateException("planted");
                    }));
            session.inTransaction("try", connection -> insert(connection, 3));
            assertThat(postgres.row("SELECT string_agg(number::text, ',') FROM tried")).isEqualTo("3");
        }
    }

    @Test
    void aTransactionWhoseSessionHasEndedIsDoneOnANewOne() {
        try (PostgresSession session = new PostgresSession(postgres.settings(), "test", "")) {
            session.inTransaction("try", connection -> insert(connection, 1));
            postgres.dropConnections();
            session.inTransaction("try", connection -> insert(connection, 2));
            assertThat(postgres.row("SELECT string_agg(number::text, ',' ORDER BY number) FROM tried"))
                    .isEqualTo("1,2");
        }
    }

    private static boolean insert(Connection connection, int number) throws SQLException {
        return execute(connection, "INSERT INTO tried VALUES (%d)".formatted(number));
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
