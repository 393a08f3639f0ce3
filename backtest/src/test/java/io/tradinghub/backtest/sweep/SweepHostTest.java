package io.tradinghub.backtest.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;

import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.command.BacktestOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sweep as a person starts it: nothing lost, nothing twice, and the same whatever the number of threads.
final class SweepHostTest {
    private static final long START = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final int HOURS = 24 * 40;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final AtomicInteger runs = new AtomicInteger();
    @TempDir
    private Path folder = Path.of("");
    private Path candles = Path.of("");
    private List<String> vary = List.of("SWING_HOLD=1..8", "SWING_SIDE=-1,1");
    private Map<String, String> set = Map.of();
    private Optional<ParameterSpace.Sobol> sobol = Optional.empty();
    private Optional<WalkForward> walkForward = Optional.empty();
    private TrialStore.Mode mode = TrialStore.Mode.NEW;
    private int jobs = 2;

    @BeforeEach
    void candlesOfARandomWalk() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        double[] price = {50_000};
        candles = candles(_ -> price[0] *= 1 + (random.nextDouble() - 0.5) / 50);
    }

    private Path candles(IntToDoubleFunction closes) throws IOException {
        StringBuilder text = new StringBuilder("start_ms,open,high,low,close,volume,turnover\n");
        double before = 50_000;
        for (int row = 0; row < HOURS; row++) {
            double close = Math.round(closes.applyAsDouble(row) * 10) / 10.0;
            text.append("%d,%s,%s,%s,%s,1000.001,\n".formatted(START + row * HOUR, before,
                    Math.max(before, close), Math.min(before, close), close));
            before = close;
        }
        return Files.writeString(folder.resolve("linear-BTCUSDT-1h.csv"), text);
    }

    private int run(String name) {
        BacktestOptions common = new BacktestOptions("swing", Map.of(), set,
                new BacktestOptions.Market.Candles(List.of(candles), Optional.empty()), Optional.empty(),
                Optional.empty(), Optional.empty(), 1, BacktestOptions.Holes.REFUSED, BacktestOptions.Funding.IGNORED,
                Optional.empty(), "abc123");
        SweepOptions options = new SweepOptions(common, vary.stream().map(Axis::parse).toList(), sobol,
                Objective.SHARPE, jobs, folder.resolve(name), mode, walkForward);
        out.reset();
        errors.reset();
        runs.set(0);
        return new SweepHost(options, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8)).run("bot-swing", SwingBot.Settings::declare,
                        settings -> {
                            runs.incrementAndGet();
                            return new SwingBot(settings);
                        });
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return errors.toString(StandardCharsets.UTF_8).strip();
    }

    /// Every column of every trial.
    private List<String> rows(String name) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = open(name);
                Statement statement = connection.createStatement();
                ResultSet found = statement
                        .executeQuery("SELECT kind, window, number, begins, ends, settings, failure, "
                                + "figures, warnings, hex(days) FROM trial ORDER BY kind, window, number")) {
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int column = 1; column <= 10; column++) {
                    row.append(found.getString(column)).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private Connection open(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name).resolve(TrialStore.FILE));
    }

    @Test
    void aSweepIsTheSameOnOneThreadAndOnMany() throws Exception {
        walkForward = Optional.of(new WalkForward(10, 5));
        jobs = 1;
        assertThat(run("one")).isZero();
        jobs = 5;
        assertThat(run("many")).isZero();
        assertThat(rows("many")).hasSize(16 * 6 + 5).isEqualTo(rows("one"));
        assertThat(folder.resolve("many/sweep.csv")).hasSameBinaryContentAs(folder.resolve("one/sweep.csv"));
    }

    @Test
    void anInterruptedSweepGoesOnWithoutRunningATrialTwice() throws Exception {
        assertThat(run("whole")).isZero();
        assertThat(run("cut")).isZero();
        int all = runs.get();
        try (Connection connection = open("cut"); Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM trial WHERE number IN (3, 4, 11, 16)")).isEqualTo(4);
        }
        mode = TrialStore.Mode.RESUME;
        assertThat(run("cut")).isZero();
        assertThat(rows("cut")).isEqualTo(rows("whole"));
        assertThat(all - runs.get()).as("trials that were not run again").isEqualTo(12);
    }

    @Test
    void aKilledProcessLeavesWholeRowsThatASweepGoesOnFrom() throws Exception {
        assertThat(run("whole")).isZero();
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddie.at=26", "-cp", System.getProperty("java.class.path"), SweepMain.class.getName(), "swing",
                "--main",
                SwingBot.Main.class.getName(), "--commit", "abc123", "--candles", candles.toString(), "--no-funding",
                "--vary", vary.getFirst(), "--vary", vary.getLast(), "--jobs", "1", "--out",
                folder.resolve("killed").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start();
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("log"))).isEqualTo(137);
        mode = TrialStore.Mode.RESUME;
        assertThat(run("killed")).as(complained()).isZero();
        assertThat(runs.get()).as("bots of 16 sets, and one for each of 7 trials that are left").isEqualTo(16 + 7);
        assertThat(rows("killed")).isEqualTo(rows("whole"));
    }

    @Test
    void aStoppedSweepKeepsWhatEnded() {
        TestPeriod period = new TestPeriod(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        List<Integer> ended = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= 50; number++) {
            trials.add(new Trial(new Trial.Key(Trial.Kind.WHOLE, 0, number), period,
                    ParameterSet.at(List.of(), List.of())));
        }
        try (TrialRunner runner = new TrialRunner(3, () -> ended.size() >= 7)) {
            boolean isDone = runner.run(trials, trial -> TrialRow.failed(trial, ""),
                    row -> ended.add(row.trial().number()));
            assertThat(isDone).isFalse();
        }
        assertThat(ended).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void setsThatTheBotDoesNotAcceptAreCountedAndNamed() throws Exception {
        vary = List.of("SWING_HOLD=30,60", "SWING_SIDE=-1,1");
        assertThat(run("run")).isZero();
        assertThat(said()).contains("3 sets from", "the bot does not accept them: 1 more sets",
                "SWING_HOLD=60 SWING_SIDE=1: Settings do not fit together: SWING_HOLD is too long for its side, got 60");
        assertThat(rows("run")).hasSize(3);
    }

    @Test
    void aSetThatFailsIsARow() throws Exception {
        vary = List.of("SWING_SIDE=1,7", "SWING_WARM_UP=2,900000");
        assertThat(run("run")).isZero();
        assertThat(rows("run")).hasSize(4).satisfies(rows -> assertThat(rows.get(2)).contains("side 7 is bad luck"))
                .satisfies(rows -> assertThat(rows.get(1)).contains("is too early"));
        assertThat(said()).contains("! 3 sets could not run; the first, SWING_SIDE=1 SWING_WARM_UP=900000: --from");
    }

    @Test
    void allSetsAreComparedOverTheSameWholeDays() throws Exception {
        vary = List.of("SWING_WARM_UP=2,30");
        assertThat(run("run")).isZero();
        assertThat(rows("run")).hasSize(2)
                .allMatch(row -> row.contains("2025-01-03T00:00:00Z|2025-02-10T00:00:00Z"));
    }

    @Test
    void anotherStudyIsRefusedByName() throws IOException {
        assertThat(run("run")).isZero();
        mode = TrialStore.Mode.RESUME;
        vary = List.of("SWING_HOLD=1..9", "SWING_SIDE=-1,1");
        assertThat(run("run")).isEqualTo(2);
        assertThat(complained()).contains("another study stands there: vary was SWING_HOLD=1,2,3,4,5,6,7,8 SWING_SIDE");
        vary = List.of("SWING_HOLD=1..8", "SWING_SIDE=-1,1");
        set = Map.of("CAPITAL", "5000");
        assertThat(run("run")).isEqualTo(2);
        assertThat(complained()).contains("settings was {} and is {CAPITAL=5000}");
        set = Map.of();
        candles(row -> 50_000 + row % 3);
        assertThat(run("run")).isEqualTo(2);
        assertThat(complained()).contains("candles was {linear-BTCUSDT-1h.csv=");
    }

    @Test
    void aFolderWithASweepIsNotWrittenOver() {
        assertThat(run("run")).isZero();
        assertThat(run("run")).isEqualTo(2);
        assertThat(complained()).endsWith("a sweep stands there already; --resume goes on with it, or choose another "
                + "--out");
    }

    @Test
    void twoSweepsDoNotWriteIntoOneFolder() throws Exception {
        assertThat(run("run")).isZero();
        mode = TrialStore.Mode.RESUME;
        try (Connection connection = open("run"); Statement statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertThat(run("run")).isEqualTo(2);
        }
        assertThat(complained()).contains("another sweep may write there");
    }

    @Test
    void aFileThatIsNoSweepIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run").resolve(TrialStore.FILE), "not a database ".repeat(100));
        mode = TrialStore.Mode.RESUME;
        assertThat(run("run")).isEqualTo(2);
        assertThat(complained()).contains("it is no file of a sweep");
    }

    @Test
    void aSettingThatTheBotDoesNotHaveIsRefused() {
        vary = List.of("SWING_HOLDS=1..8");
        assertThat(run("run")).isEqualTo(2);
        assertThat(complained()).startsWith("hub: --vary SWING_HOLDS: the bot has no such setting")
                .contains("SWING_HOLD");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void setsOfWhichTheBotAcceptsNoneAreRefused() {
        vary = List.of("SWING_HOLD=200..208");
        assertThat(run("run")).isEqualTo(2);
        assertThat(complained()).startsWith("hub: the bot accepts none of the 9 sets; the first, SWING_HOLD=200: ");
    }

    @Test
    void drawnSetsAreAsManyAsWereAskedFor() throws Exception {
        sobol = Optional.of(new ParameterSpace.Sobol(5, 3));
        assertThat(run("run")).isZero();
        assertThat(rows("run")).hasSize(5);
    }

    @Test
    void walkForwardTradesWhatWasBestBefore() throws Exception {
        candles(row -> row < HOURS / 2 ? 50_000 + 20.0 * row : 50_000 + 20.0 * (HOURS - row));
        vary = List.of("SWING_SIDE=-1,1");
        set = Map.of("SWING_HOLD", "40");
        walkForward = Optional.of(new WalkForward(10, 5));
        assertThat(run("run")).as(complained()).isZero();
        assertThat(rows("run")).filteredOn(row -> row.startsWith("test"))
                .extracting(row -> row.split("\\|", -1)[5])
                .containsExactly("{\"SWING_SIDE\":\"1\"}", "{\"SWING_SIDE\":\"1\"}", "{\"SWING_SIDE\":\"1\"}",
                        "{\"SWING_SIDE\":\"-1\"}", "{\"SWING_SIDE\":\"-1\"}");
        assertThat(said()).contains("walk-forward 10d/5d, 5 turns", "In-sample", "Out-of-sample");
    }
}
