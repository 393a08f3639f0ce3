package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

import io.tradinghub.db.postgres.PostgresPreparation;
import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.store.PostgresPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHistoryTest {
    private static final Path PROGRAMS = Path.of("target/programs").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void marketTimeContinuesFromTheCloseOfTheNewestCandle() throws SQLException {
        Secret password = Secret.of("letmein-1_2");
        try (LocalPostgres postgres = LocalPostgres.open(PROGRAMS, folder, password)) {
            PostgresSettings owner = new PostgresSettings(postgres.jdbcUrl(), LocalPostgres.USER, password);
            PostgresPreparation.run(owner, List.of());
            assertThat(RunHistory.lastMarketTime(owner)).isEmpty();
            store(owner, "5", "2025-06-02 10:00:00Z");
            assertThat(RunHistory.lastMarketTime(owner)).hasValue(Instant.parse("2025-06-02T10:05:00Z"));
            store(owner, "D", "2025-06-02 00:00:00Z");
            assertThat(RunHistory.lastMarketTime(owner)).hasValue(Instant.parse("2025-06-03T00:00:00Z"));
        }
    }

    private static void store(PostgresSettings owner, String interval, String openTime) throws SQLException {
        try (Connection connection = PostgresPool.connect(owner, "test");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO candles VALUES ('linear', 'BTCUSDT', '%s', '%s', 1, 1, 1, 1, 1, 1)".formatted(interval,
                            openTime));
        }
    }
}
