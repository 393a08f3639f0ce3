package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void reportsAnUnknownOptionInOneLineWithExitCodeTwo() {
        assertThat(execute("demo", "--sped", "5")).isEqualTo(2);
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines("hub: Unknown options: '--sped', '5' (see ./hub demo --help)");
    }

    @Test
    void theHelpListsEveryOptionAndDefault() throws IOException {
        String script = Files.readString(Path.of("../hub.d/demo.sh"));
        assertThat(new CommandLine(new DemoCommand()).getCommandSpec().options()).isNotEmpty()
                .allSatisfy(option -> assertThat(script).contains("#   %s ".formatted(option.longestName())));
        assertThat(script).containsPattern("--speed N .*; without it 60\n")
                .containsPattern("--seed N .*; without it 1\n");
    }

    @Test
    void theHelpOfTheSimulationListsEveryOptionAndDefault() throws IOException {
        String script = Files.readString(Path.of("../hub.d/simulate.sh"));
        assertThat(new CommandLine(new SimulateCommand()).getCommandSpec().options()).isNotEmpty()
                .allSatisfy(option -> assertThat(script).contains("#   %s ".formatted(option.longestName())));
        assertThat(script).containsPattern("--seeds A-B .*; without it 1-1000\n")
                .containsPattern("--matching WHERE .*\n.*; without it paper\n")
                .containsPattern("--days N .*; without it 7\n");
    }

    @Test
    void aSimulationWithoutKnownMatchingIsRefusedInOneLine() {
        assertThat(execute("simulate", "--matching", "binance")).isEqualTo(2);
        assertThat(errors.toString()).contains("expected paper or bybit, got 'binance'").hasLineCount(1);
    }

    @Test
    void theHelpOfTheKillMatrixListsEveryOptionAndDefault() throws IOException {
        String script = Files.readString(Path.of("../hub.d/kill-matrix.sh"));
        assertThat(new CommandLine(new KillMatrixCommand(InstantSource.system(), System.out)).getCommandSpec()
                .options()).isNotEmpty()
                .allSatisfy(option -> assertThat(script).contains("#   %s ".formatted(option.longestName())));
        assertThat(script).containsPattern("--runs N .*; without it 1000\n")
                .containsPattern("--accounts N .*; without it 8\n").containsPattern("--seed S .*; without it 1\n");
    }

    @Test
    void rejectsAKillMatrixWithoutRuns() {
        assertThat(execute("kill-matrix", "--runs", "0")).isEqualTo(2);
        assertThat(errors.toString()).isEqualToIgnoringNewLines("hub: --runs must be from 1 to 100000, got 0");
    }

    @Test
    void simulatesTheSeedsAskedFor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLine simulate = new CommandLine(new SimulateCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        assertThat(simulate.execute("--seeds", "3-4", "--days", "1")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("2 seeds of 1 days, ").contains(" 0 violations");
    }

    @Test
    void rejectsSeedsThatAreNone() {
        assertThat(execute("simulate", "--seeds", "9-3")).isEqualTo(2);
        assertThat(execute("simulate", "--seeds", "all")).isEqualTo(2);
        assertThat(execute("simulate", "--days", "0")).isEqualTo(2);
        assertThat(errors.toString()).contains("the last seed of '9-3' is before the first")
                .contains("expected seeds like 1-1000 or 7, got 'all'").contains("--days must be from 1 to 3650");
    }

    @Test
    void rejectsASpeedOutOfRange() {
        assertThat(execute("demo", "--speed", "0", "--data", folder.toString())).isEqualTo(2);
        assertThat(errors.toString()).isEqualToIgnoringNewLines("hub: --speed must be from 1 to 3600, got 0.0");
    }

    @Test
    void rejectsAFolderThatAnotherDemoUses() {
        try (DemoFolder _ = DemoFolder.open(folder)) {
            assertThat(execute("demo", "--minutes", "1", "--data", folder.toString())).isEqualTo(2);
        }
        assertThat(errors.toString()).isEqualToIgnoringNewLines(
                "hub: another demo is running on %s; stop it, or use --data with another folder"
                        .formatted(folder));
    }

    @Test
    void rejectsBadCandlesBeforeItCreatesTheFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("linear-BTCUSDT-5m.csv"), """
                start_ms,open,high,low,close,volume,turnover
                1735689600000,93530,93672.8,93501.3,93630.1,147.13,
                1735689900000,x93630,93650,93552.4,93574.1,76.928,
                """);
        Path data = folder.resolve("data");
        for (Path bad : List.of(file, folder.resolve("linear-ETHUSDT-5m.csv"))) {
            assertThat(execute("demo", "--fresh", "--candles", bad.toString(), "--data", data.toString())).isEqualTo(2);
        }
        assertThat(errors.toString().lines()).containsExactly(
                "hub: %s line 3: open must be a number, got 'x93630'".formatted(file),
                "hub: %s: there is no such file".formatted(folder.resolve("linear-ETHUSDT-5m.csv")));
        assertThat(data).doesNotExist();
    }

    private int execute(String... arguments) {
        CommandLine commandLine = LocalMain.commandLine();
        commandLine.setErr(new PrintWriter(errors, true));
        return commandLine.execute(arguments);
    }
}
