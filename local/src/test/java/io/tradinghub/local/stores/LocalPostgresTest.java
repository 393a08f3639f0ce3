package io.tradinghub.local.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.tradinghub.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
    private static final Path PROGRAMS = Path.of("target/programs").toAbsolutePath();
    private static final Secret PASSWORD = Secret.of("letmein-1_2");

    @TempDir
    Path folder;

    @Test
    void keepsItsDataBetweenRunsAndRequiresThePassword() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.open(PROGRAMS, folder, PASSWORD);
                Connection connection = connect(postgres, PASSWORD.reveal());
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept as select 42 as answer");
            assertThatThrownBy(() -> connect(postgres, "wrong")).isInstanceOf(SQLException.class);
        }
        try (LocalPostgres postgres = LocalPostgres.open(PROGRAMS, folder, PASSWORD)) {
            assertThat(answer(postgres)).isEqualTo(42);
        }
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void stopsAServerThatAKilledRunLeftRunning() throws IOException, SQLException {
        LocalPostgres leftBehind = LocalPostgres.open(PROGRAMS, folder, PASSWORD);
        ProcessHandle process = ServerProcess.find(folder.resolve("data/postmaster.pid"), PROGRAMS).orElseThrow();
        try (LocalPostgres postgres = LocalPostgres.open(PROGRAMS, folder, PASSWORD);
                Connection connection = connect(postgres, PASSWORD.reveal())) {
            assertThat(ServerProcess.isRunning(process)).isFalse();
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThatThrownBy(leftBehind::close).isInstanceOf(LocalStoreException.class);
    }

    @Test
    void ignoresAPidFileThatNamesAnotherProcess() throws IOException, SQLException {
        LocalPostgres.open(PROGRAMS, folder, PASSWORD).close();
        Files.writeString(folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        try (LocalPostgres postgres = LocalPostgres.open(PROGRAMS, folder, PASSWORD);
                Connection connection = connect(postgres, PASSWORD.reveal())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void initialisesAgainAfterAKilledFirstStart() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");
        try (LocalPostgres postgres = LocalPostgres.open(PROGRAMS, folder, PASSWORD);
                Connection connection = connect(postgres, PASSWORD.reveal())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    private static int answer(LocalPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres, PASSWORD.reveal());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select answer from kept")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static Connection connect(LocalPostgres postgres, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, password);
    }
}
