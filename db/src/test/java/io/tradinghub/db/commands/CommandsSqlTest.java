package io.tradinghub.db.commands;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.tradinghub.store.PostgresPool;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `./hub` asks PostgreSQL, asked on the real schema: the tests of the commands themselves have no database.
class CommandsSqlTest {
    private static final Pattern BLOCK = Pattern.compile("<<'SQL'.*\n((?s:.*?))\nSQL\n");
    private static final Pattern VARIABLE = Pattern.compile("(?<!:):'?([a-z_]+)'?");
    private static final Map<String, String> VALUES = Map.ofEntries(entry("kind", "'HALT'"), entry("target", "'all'"),
            entry("instrument", "''"), entry("who", "'alice'"), entry("origin", "'laptop'"), entry("asked_at", "''"),
            entry("reason", "'test'"), entry("bot", "'bot_1_momentum'"), entry("request", "1"), entry("silent", "60"),
            entry("uid", "7"), entry("capital", "100"), entry("coin", "'USDT'"));
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    static List<String> statements() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "hub.d"))) {
            return files.filter(file -> file.toString().endsWith(".sh")).sorted()
                    .flatMap(file -> BLOCK.matcher(text(file)).results())
                    .flatMap((MatchResult block) -> Stream.of(block.group(1).split(";\n?"))).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void everyStatementSuitsTheSchema(String statement) throws SQLException {
        try (Connection connection = PostgresPool.connect(postgres.settings(), "test");
                Statement run = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(run.execute(filled(statement))).as("it answers with rows").isTrue();
            connection.rollback();
        }
    }

    @Test
    void tellsOfEachBotWhatItHoldsHowItIsAndWhy() throws Exception {
        postgres.execute(
                """
                        INSERT INTO bot_leases VALUES ('bot_1_momentum', 1, 'test', now()), ('bot_2_gone', 1, 'test', now());
                        INSERT INTO fills (bot_id, mode, origin, exec_id, category, symbol, side, qty_filled, fill_price, liquidity,
                                           commission, commission_coin, commission_asset, quote_fee, realised_pnl, position_after,
                                           own_after, entry_price_after, realised_total, fees_total, opened_at, filled_at,
                                   booked_at)
                        VALUES ('bot_2_gone', 'paper', 'MANUAL', 'e', 'linear', 'BTCUSDT', 'BUY', 0.50, 1, 'TAKER',
                                0, 'USDT', 'QUOTE', 0, 0, 0.50, 0.50, 1, 0, 0, now(), now(), now());
                        INSERT INTO risk_events (bot_id, mode, event_key, at, rule, detail, value)
                        VALUES ('bot_1_momentum', 'paper', 'k', now(), 'DRAWDOWN', 'equity | fell', 1);
                        INSERT INTO bot_health (bot_id, process, work, detail, since, seen_at)
                        VALUES ('bot_1_momentum', 'HOLDER', 'ENTRIES_OFF', 'DRAWDOWN', now() - interval '9 s', now() - interval '7 s'),
                               ('bot_1_momentum', 'STANDBY', 'WAITING', 'the lease', now(), now()),
                               ('bot_2_gone', 'HOLDER', 'TRADING', '', now(), now() - interval '1 hour'),
                               ('bot_2_gone', 'STANDBY', 'WAITING', 'the lease', now(), now() - interval '1 hour')""");
        String question = statements().stream().filter(one -> one.contains("FROM bot_health")).findFirst()
                .orElseThrow();
        List<String> rows = new ArrayList<>();
        try (Connection connection = PostgresPool.connect(postgres.settings(), "test");
                Statement run = connection.createStatement();
                ResultSet row = run.executeQuery(filled(question))) {
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    columns.add(String.valueOf(row.getString(column)));
                }
                rows.add(String.join("|", columns));
            }
        }
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst())
                .matches(
                        "bot_1_momentum\\|null\\|\\d\\|ENTRIES_OFF\\|DRAWDOWN\\|\\d+\\|WAITING\\|the lease\\|equity / fell");
        assertThat(rows.getLast())
                .matches("bot_2_gone\\|0.5 linear:BTCUSDT\\|36\\d\\d\\|TRADING\\|\\|\\d+\\|null\\|null\\|null");
    }

    private static String filled(String statement) {
        return VARIABLE.matcher(statement).replaceAll((MatchResult name) -> {
            assertThat(VALUES).containsKey(name.group(1));
            return VALUES.getOrDefault(name.group(1), "");
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
