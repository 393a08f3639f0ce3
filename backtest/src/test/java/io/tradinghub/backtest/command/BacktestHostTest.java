package io.tradinghub.backtest.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person sees of a back-test, and how it is refused.
final class BacktestHostTest {
    private static final long START = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    @TempDir
    private Path folder = Path.of("");
    private final List<Path> files = new ArrayList<>();
    private Map<String, String> set = Map.of();
    private Map<String, String> environment = Map.of();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();
    private Optional<Path> runFolder = Optional.empty();
    private BacktestOptions.Holes holes = BacktestOptions.Holes.REFUSED;
    private BacktestOptions.Funding funding = BacktestOptions.Funding.IGNORED;

    /// Buys at every other candle and sells at the next.
    private record FlipBot(InstrumentId instrument, double quantity) implements Bot {
        static Setting<FlipBot> declare(SettingsReader in) {
            Setting<List<InstrumentId>> symbols = in.instruments("SYMBOLS", "What it trades.")
                    .orElse(List.of(InstrumentId.linear("BTCUSDT")));
            Setting<Double> quantity = in.number("FLIP_QUANTITY", "How much.", 0.001, 1).orElse(0.01);
            return in.combine(() -> new FlipBot(symbols.get().getFirst(), quantity.get()));
        }

        @Override
        public Subscription subscription() {
            return new Subscription(List.of(new SeriesId(instrument, Interval.M5)), List.of(instrument), List.of(), 2);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            return Targets.of(Target.now(instrument, account.position(instrument) == 0 ? quantity : 0));
        }
    }

    private Path candles(String name, int count, int missing) throws IOException {
        StringBuilder text = new StringBuilder("start_ms,open,high,low,close,volume,turnover\n");
        for (int row = 0; row < count; row++) {
            if (row != missing) {
                double price = 50_000 + row % 7 * 10;
                text.append("%d,%s,%s,%s,%s,100.001,\n".formatted(START + row * 5L * MINUTE, price, price + 10.5,
                        price - 10, price + 5));
            }
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private int run() {
        return run(BacktestHost.Purpose.TEST);
    }

    private int run(BacktestHost.Purpose purpose) {
        return run(purpose, new BacktestOptions.Market.Candles(files, Optional.empty()));
    }

    private int run(BacktestOptions.Market market) {
        return run(BacktestHost.Purpose.TEST, market);
    }

    private int run(BacktestHost.Purpose purpose, BacktestOptions.Market market) {
        BacktestOptions options = new BacktestOptions("tested", environment, set, market, from, to, Optional.empty(), 1,
                holes, funding, runFolder, "abc123");
        return new BacktestHost(options, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8), purpose).run("bot-flip",
                        FlipBot::declare, bot -> bot);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String refused() {
        assertThat(run()).isEqualTo(2);
        assertThat(said()).isEmpty();
        return errors.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void itShowsFiguresAndWhatAReaderMustKnow() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        assertThat(run()).isZero();
        assertThat(said()).startsWith("tested, 2025-01-01T00:10:00Z to 2025-01-03T02:00:00Z, 598 candles")
                .contains("closed", "Sharpe", "! no funding was paid for [linear:BTCUSDT]");
    }

    @Test
    void theSameRunWritesTheSameBytes() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        for (String name : List.of("one", "two")) {
            runFolder = Optional.of(folder.resolve(name));
            assertThat(run()).isZero();
        }
        for (String name : List.of("run.json", "trades.csv", "fills.csv", "equity.csv")) {
            assertThat(folder.resolve("one").resolve(name)).hasSameBinaryContentAs(folder.resolve("two").resolve(name));
        }
        assertThat(folder.resolve("one/run.json")).content().contains("\"commit\" : \"abc123\"",
                "\"linear-BTCUSDT-5m.csv\" : \"");
        assertThat(Files.readAllLines(folder.resolve("one/trades.csv"))).contains("# commit \"abc123\"")
                .anyMatch(
                        line -> line.startsWith("linear:BTCUSDT,long,2025-01-01T00:15:00Z,2025-01-01T00:20:00Z,0.01"));
    }

    @Test
    void settingsOfTheBotsFilesCountAndThoseThatAreAskedForCountMore() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        runFolder = Optional.of(folder.resolve("run"));
        environment = Map.of("FLIP_QUANTITY", "0.05", "RISK_MAX_DAILY_LOSS", "9000", "REDIS_HOST", "redis");
        set = Map.of("FLIP_QUANTITY", "0.02");
        assertThat(run()).isZero();
        assertThat(folder.resolve("run/fills.csv")).content().contains(",BUY,0.020,");
        assertThat(folder.resolve("run/run.json")).content().contains("\"RISK_MAX_DAILY_LOSS\" : \"9000\"")
                .doesNotContain("REDIS_HOST");
    }

    @Test
    void holesAreNamedAndRefusedUnlessTheyAreAllowed() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, 100));
        assertThat(refused()).isEqualTo("hub: candles are missing: linear:BTCUSDT:5 lacks 1 candles from "
                + "2025-01-01T08:20:00Z; bring files that have them (--candles), or test without them (--allow-holes)");
        holes = BacktestOptions.Holes.ALLOWED;
        assertThat(run()).isZero();
        assertThat(said()).contains("! linear:BTCUSDT:5 lacks 1 candles from 2025-01-01T08:20:00Z");
    }

    @Test
    void fundingThatDoesNotCoverThePeriodIsRefused() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        files.add(Files.writeString(folder.resolve("linear-BTCUSDT-funding.csv"), "ts_ms,funding_rate\n%d,0.0001\n"
                .formatted(START)));
        funding = BacktestOptions.Funding.REQUIRED;
        assertThat(refused()).startsWith("hub: the funding rates of [linear:BTCUSDT] do not cover 2025-01-01T00:10:00Z "
                + "to 2025-01-03T02:00:00Z; bring a file like linear-BTCUSDT-funding.csv");
    }

    @Test
    void fundingThatLacksASettlementInTheMiddleIsRefused() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        StringBuilder rates = new StringBuilder("ts_ms,funding_rate\n");
        for (int settlement : new int[]{0, 1, 2, 4, 5, 6}) {
            rates.append("%d,0.0001\n".formatted(START + settlement * 480L * MINUTE));
        }
        files.add(Files.writeString(folder.resolve("linear-BTCUSDT-funding.csv"), rates));
        funding = BacktestOptions.Funding.REQUIRED;
        assertThat(refused()).startsWith("hub: the funding rates of [linear:BTCUSDT] do not cover");
    }

    @Test
    void fundingThatCoversItIsPaid() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        StringBuilder rates = new StringBuilder("ts_ms,funding_rate\n");
        for (int settlement = 0; settlement <= 6; settlement++) {
            rates.append("%d,0.0001\n".formatted(START + settlement * 480L * MINUTE));
        }
        files.add(Files.writeString(folder.resolve("linear-BTCUSDT-funding.csv"), rates));
        funding = BacktestOptions.Funding.REQUIRED;
        assertThat(run()).isZero();
        assertThat(said()).contains("funding -", "funding payments were counted at the candle's open")
                .doesNotContain("no funding");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2024-12-31T00:00:00Z | 2025-01-02T00:00:00Z | --from 2024-12-31T00:00:00Z is too early: the first candle is of 2025-01-01T00:00:00Z
            2025-01-02T00:00:00Z | 2025-02-01T00:00:00Z | --to 2025-02-01T00:00:00Z is too late: the last candle closes at 2025-01-03T02:00:00Z
            2025-01-02T00:00:00Z | 2025-01-01T12:00:00Z | nothing to test: the period must end after it begins
            2025-01-02T00:01:00Z | 2025-01-02T12:00:00Z | --from must be where a candle of 5 minutes begins
            """)
    void aPeriodThatTheCandlesDoNotHaveIsRefused(Instant first, Instant last, String reason) throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        from = Optional.of(first);
        to = Optional.of(last);
        assertThat(refused()).startsWith("hub: " + reason);
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        files.add(Files.writeString(folder.resolve("linear-BTCUSDT-5m.csv"),
                "start_ms,open,high,low,close,volume,turnover\n%d,1,2,1,1,x,\n".formatted(START)));
        assertThat(refused()).endsWith("linear-BTCUSDT-5m.csv line 2: volume must be a number, got 'x'");
    }

    @Test
    void aSeriesThatNoFileHasIsNamed() throws IOException {
        files.add(candles("linear-ETHUSDT-5m.csv", 600, -1));
        assertThat(refused()).isEqualTo(
                "hub: there are no candles of linear:BTCUSDT:5, only of [linear:ETHUSDT:5]; bring files that have them "
                        + "(--candles)");
    }

    @Test
    void candlesThatNobodyHasAreRefusedWithTheCommandThatFetchesThem() {
        from = Optional.of(Instant.parse("2025-01-02T00:00:00Z"));
        Path kept = folder.resolve("kept");
        assertThat(run(new BacktestOptions.Market.Kept(kept))).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8).strip()).isEqualTo(
                "hub: there are no candles of linear:BTCUSDT:5 in %s, and the hub does not run; ".formatted(kept)
                        + "fetch them: ./hub download --symbols linear:BTCUSDT --from 2025-01-01 --intervals 5");
        assertThat(kept).doesNotExist();
    }

    @Test
    void aSettingOutOfItsRangeIsRefusedWithTheRange() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        set = Map.of("FLIP_QUANTITY", "7");
        assertThat(refused()).contains("FLIP_QUANTITY", "from 0.001 to 1");
    }

    @Test
    void aSettingThatABacktestDoesNotUseIsRefused() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        set = Map.of("REDIS_HOST", "elsewhere");
        assertThat(refused()).startsWith("hub: --set REDIS_HOST: the bot has no such setting");
    }

    @Test
    void aFolderThatCannotBeWrittenToIsRefusedBeforeTheRun() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        runFolder = Optional.of(files.getFirst().resolve("run"));
        assertThat(refused()).endsWith("files cannot be written there; choose another --out");
    }

    @Test
    void aBotThatPassesTheChecksEndsWellAndSaysALineEach() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        assertThat(run(BacktestHost.Purpose.CHECK)).isZero();
        assertThat(said().lines()).hasSize(4).first().asString()
                .isEqualTo("tested, 2025-01-01T12:30:00Z to 2025-01-03T02:00:00Z");
        assertThat(said()).contains("  look-ahead   passed: with another future after each of ",
                "  warm-up      passed: with 2, 4 and 8 candles ", "  restart      passed: killed and started again ");
    }

    @Test
    void aCheckThatFailsEndsWithOne() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        set = Map.of("RISK_MAX_POSITION", "1");
        assertThat(run(BacktestHost.Purpose.CHECK)).isEqualTo(1);
        assertThat(said()).contains("  warm-up      passed: ",
                "  restart      FAILED: it did nothing in the period, which shows nothing");
    }

    @Test
    void aCheckNeedsRoomForALongerWarmUp() throws IOException {
        files.add(candles("linear-BTCUSDT-5m.csv", 600, -1));
        from = Optional.of(Instant.ofEpochMilli(START + 15 * MINUTE));
        assertThat(run(BacktestHost.Purpose.CHECK)).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("the bot needs 8 before the first");
    }
}
