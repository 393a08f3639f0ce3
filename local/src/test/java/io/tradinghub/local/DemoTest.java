package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.store.PostgresPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoTest {
    private static final String HELD = "SELECT bot_id, category, symbol, qty, entry_price "
            + "FROM positions WHERE qty <> 0";

    private static final String ONE_DIGIT_MORE = "UPDATE fills SET commission = commission + 0.00000001 "
            + "WHERE bot_id = 'bot_3_arbitrage' AND fill_id = (SELECT min(fill_id) FROM fills "
            + "WHERE bot_id = 'bot_3_arbitrage') RETURNING exec_id";

    @TempDir
    Path parent;

    @Test
    void restoresThePositionsFromTheLedgerAfterARestart()
            throws InterruptedException, ExecutionException, SQLException {
        Run first = start(60, List.of());
        first.output.awaitLine("bot_1_momentum starting for the first time");
        first.output.awaitLine("bot_1_momentum: ");
        assertThat(first.end()).isEqualTo(0);
        assertThat(first.output.text()).contains("every position is the sum of its fills");
        Map<String, List<String>> held = held();
        assertThat(held).isNotEmpty();
        Run second = start(60, List.of());
        for (Map.Entry<String, List<String>> bot : held.entrySet()) {
            String startMessage = second.output.awaitLine(bot.getKey() + " restarting, found existing position: ");
            assertThat(startMessage).contains(bot.getValue());
        }
        assertThat(second.end()).isEqualTo(0);
        assertThat(data().resolve("postgres/data/postmaster.pid")).doesNotExist();
        assertThat(data().resolve("redis/redis.pid")).doesNotExist();
    }

    @Test
    void storesEveryRowOfTheFilesItReplays() throws InterruptedException, ExecutionException, IOException {
        List<Path> files = List.of(candles("linear-BTCUSDT-1m.csv", 0), candles("spot-BTCUSDT-1m.csv", 7));
        Run run = start(3_600, files);
        assertThat(run.exitCode()).as(run.output.text()).isEqualTo(0);
        assertThat(run.output.text()).contains("ending: the replay is over",
                "candles of linear:BTCUSDT:1: 200 rows of linear-BTCUSDT-1m.csv, 200 in the store, all equal",
                "candles of spot:BTCUSDT:1: 200 rows of spot-BTCUSDT-1m.csv, 200 in the store, all equal");
    }

    @Test
    void letsTheBotsTradeInAccountsOfTheSimulatedExchange()
            throws InterruptedException, ExecutionException, SQLException {
        Run run = start(60, List.of(), DemoOptions.Trading.ACCOUNTS);
        run.output.awaitLine("bot_3_arbitrage: ");
        assertThat(run.end()).as(run.output.text()).isEqualTo(0);
        assertThat(run.output.text()).contains("every position is the sum of its fills")
                .contains("ledger and exchange agree to the last digit: ").doesNotContain("ERROR");
        assertThat(held()).containsKey("bot_3_arbitrage");
        Run again = start(60, List.of(), DemoOptions.Trading.ACCOUNTS);
        assertThatThrownBy(again::exitCode).hasMessageContaining("accounts end with their run, so --accounts cannot");
    }

    @Test
    void saysWhereLedgerAndExchangeDiffer() throws InterruptedException, ExecutionException, SQLException, IOException {
        Run run = start(60, List.of(), DemoOptions.Trading.ACCOUNTS);
        run.output.awaitLine("bot_3_arbitrage: ");
        String execution = bookWrongFee(run.output.awaitLine("PostgreSQL at "));
        assertThat(run.end()).as(run.output.text()).isEqualTo(1);
        assertThat(run.output.text()).contains("ledger and exchange do NOT agree to the last digit: ",
                "bot_3_arbitrage: execution %s: the exchange has ".formatted(execution));
    }

    /// Changes the last digit of one fee in the ledger; answers of which execution.
    private String bookWrongFee(String stores) throws SQLException, IOException {
        String url = stores.replaceAll(".*(jdbc:[^,]+),.*", "$1");
        Secret owner = Secret.of(Files.readString(data().resolve("secrets/owner")));
        try (Connection connection = PostgresPool.connect(new PostgresSettings(url, LocalPostgres.USER, owner), "test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ONE_DIGIT_MORE)) {
            row.next();
            return row.getString(1);
        }
    }

    private Path candles(String name, int shift) throws IOException {
        StringBuilder rows = new StringBuilder("start_ms,open,high,low,close,volume,turnover\n");
        long first = Instant.parse("2025-06-02T00:00:00Z").toEpochMilli();
        for (int minute = 0; minute < 200; minute++) {
            double close = 100_000 + 100 * Math.sin((minute + shift) / 9.0);
            rows.append(
                    String.format(Locale.ROOT, "%d,%.1f,%.1f,%.1f,%.1f,%d.5,%n", first + minute * 60_000L, close - 3,
                            close + 12, close - 15, close, 1 + minute % 13));
        }
        return Files.writeString(parent.resolve(name), rows);
    }

    private Path data() {
        return parent.resolve("demo");
    }

    /// The positions in the ledger by bot, as the bots' start messages write them.
    private Map<String, List<String>> held() throws SQLException {
        Map<String, List<String>> held = new TreeMap<>();
        try (DemoFolder folder = DemoFolder.open(data());
                LocalPostgres postgres = LocalPostgres.open(folder.programs(), folder.postgres(),
                        folder.secret("owner"));
                Connection connection = PostgresPool.connect(
                        new PostgresSettings(postgres.jdbcUrl(), LocalPostgres.USER, postgres.password()), "test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HELD)) {
            while (row.next()) {
                held.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                        .add("%s:%s %s at %s".formatted(row.getString(2), row.getString(3),
                                row.getBigDecimal(4).stripTrailingZeros().toPlainString(),
                                row.getBigDecimal(5).stripTrailingZeros().toPlainString()));
            }
        }
        return held;
    }

    private Run start(double speed, List<Path> candles) {
        return start(speed, candles, DemoOptions.Trading.PAPER);
    }

    private Run start(double speed, List<Path> candles, DemoOptions.Trading trading) {
        DemoOptions options = new DemoOptions(speed, 1, candles, Optional.empty(), DemoOptions.Start.CONTINUE, data(),
                trading);
        ShutdownSignal end = new ShutdownSignal();
        AwaitableOutput output = new AwaitableOutput();
        FutureTask<Integer> task = new FutureTask<>(
                () -> new Demo(options, new PrintStream(output, true, StandardCharsets.UTF_8), end).run());
        Thread.ofPlatform().name("demo").start(task);
        return new Run(end, output, task);
    }

    /// A demo that runs on its own thread.
    private record Run(ShutdownSignal signal, AwaitableOutput output, FutureTask<Integer> task) {

        private int end() throws InterruptedException, ExecutionException {
            signal.request();
            return exitCode();
        }

        private int exitCode() throws InterruptedException, ExecutionException {
            return task.get();
        }
    }
}
