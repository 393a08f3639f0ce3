package io.tradinghub.db.grafana;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.testing.store.PostgresServer;

/// A PostgreSQL with the hub's schema and roles and the rows of `seed.sql`. The caller of [#start()] closes it.
final class SeededPostgres implements AutoCloseable {
    private final PostgresServer store;
    private final PostgresSettings grafana;

    private SeededPostgres(PostgresServer store, PostgresSettings grafana) {
        this.store = store;
        this.grafana = grafana;
    }

    static SeededPostgres start() {
        PostgresServer store = PostgresServer.start();
        for (String bot : List.of("bot_1_momentum", "bot_2_mean_reversion", "bot_3_arbitrage", "bot_4_never_started")) {
            store.createRole(bot, "hub_bot");
        }
        store.execute(seed());
        return new SeededPostgres(store, store.createRole("grafana", "hub_reader"));
    }

    PostgresSettings owner() {
        return store.settings();
    }

    /// The rows that Grafana's role gets.
    List<List<Object>> rowsAsGrafana(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(grafana.url(), grafana.user(),
                grafana.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (answer.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    row.add(answer.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public void close() {
        store.close();
    }

    private static String seed() {
        try (InputStream in = SeededPostgres.class.getResourceAsStream("/grafana/seed.sql")) {
            return new String(Objects.requireNonNull(in, "seed.sql").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
