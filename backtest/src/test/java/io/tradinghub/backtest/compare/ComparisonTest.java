package io.tradinghub.backtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.tradinghub.backtest.command.BacktestMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person sees of runs beside each other.
final class ComparisonTest {
    @TempDir
    private Path folder = Path.of("");

    private Path run(String name, String settings, String digest, String to, double net) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("run.json"),
                """
                        {"bot": "tested", "commit": "abc", "from": "2025-01-01T00:00:00Z", "to": "%s", "series": ["linear:X:5"],
                         "settings": %s, "capital": 10000, "sha256": {"linear-X-5m.csv": "%s"},
                         "figures": {"net": %s, "max_drawdown": -0.0512, "closed_trades": 12}}"""
                        .formatted(to, settings, digest,
                                net));
        Files.writeString(run.resolve("equity.csv"), """
                # bot "tested"
                time_ms,equity
                86400000,10100
                100000000,10200
                172800000,10050.5
                """);
        return run;
    }

    private Path run(String name, String settings) throws IOException {
        return run(name, settings, "aa", "2025-02-01T00:00:00Z", 12.5);
    }

    @Test
    void whatDiffersInTheSettingsComesFirst() throws IOException {
        Comparison comparison = Comparison.of(List.of(run("one", "{\"A\": \"1\", \"B\": \"2\", \"C\": \"3\"}"),
                run("two", "{\"A\": \"1\", \"B\": \"5\", \"D\": \"4\"}")));
        assertThat(comparison.differences()).containsExactly(
                new Comparison.Line("B", List.of("2", "5")),
                new Comparison.Line("C", List.of("3", "default")),
                new Comparison.Line("D", List.of("default", "4")));
        assertThat(comparison.figures()).containsExactly(
                new Comparison.Line("net", List.of("12.50", "12.50")),
                new Comparison.Line("max drawdown", List.of("-5.12 %", "-5.12 %")),
                new Comparison.Line("closed trades", List.of("12", "12")));
        assertThat(comparison.warnings()).isEmpty();
    }

    @Test
    void otherCandlesAndPeriodsAreSaidLoudly() throws IOException {
        Comparison comparison = Comparison.of(List.of(run("one", "{}"),
                run("two", "{}", "bb", "2025-02-01T00:00:00Z", 1),
                run("three", "{}", "aa", "2025-03-01T00:00:00Z", 1)));
        assertThat(comparison.warnings()).containsExactly(
                "NOT THE SAME CANDLES: one and two differ in linear-X-5m.csv; what differs in the figures may be the market",
                "NOT THE SAME PERIOD: one and three; what differs in the figures may be the market");
    }

    @Test
    void equityIsOfTheEndOfEachDay() throws IOException {
        StoredRun run = StoredRun.read(run("one", "{}"));
        assertThat(run.days()).containsExactly(Map.entry(0L, 10_100.0), Map.entry(1L, 10_050.5));
    }

    @Test
    void runsOfOneNameAreToldApart() throws IOException {
        Comparison comparison = Comparison.of(List.of(run("a/run", "{}"), run("b/run", "{}")));
        assertThat(comparison.names()).containsExactly("1: " + folder.resolve("a/run"),
                "2: " + folder.resolve("b/run"));
    }

    @Test
    void aFolderWithoutARunOrWithADamagedOneIsRefused() throws IOException {
        Path good = run("one", "{}");
        assertThatThrownBy(() -> Comparison.of(List.of(good))).hasMessageContaining("at least two runs");
        assertThatThrownBy(() -> Comparison.of(List.of(good, folder))).hasMessage(
                "%s: no run stands there; ./hub backtest --out FOLDER writes one".formatted(folder));
        Path torn = run("torn", "{}");
        Files.writeString(torn.resolve("equity.csv"), "time_ms,equity\n86400000,1\n864");
        assertThatThrownBy(() -> Comparison.of(List.of(good, torn))).hasMessageContaining(
                "equity.csv line 3: wants a time and an equity, got '864'");
        Files.writeString(torn.resolve("run.json"), "{\"bot\": ");
        assertThatThrownBy(() -> Comparison.of(List.of(good, torn))).hasMessageContaining("torn: cannot be read: ");
        Files.writeString(torn.resolve("run.json"), "{\"bot\": \"x\"}");
        assertThatThrownBy(() -> Comparison.of(List.of(good, torn))).hasMessageContaining("run.json: lacks 'from'");
    }

    @Test
    void theScreenAndThePageShowTheSame() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        CompareCommand command = new CompareCommand(new PrintStream(said, true, StandardCharsets.UTF_8));
        int code = BacktestMain.commandLine(command).execute(run("one", "{\"A\": \"1\"}").toString(),
                run("two", "{\"A\": \"</script>\"}", "bb", "2025-02-01T00:00:00Z", 1).toString(), "--out",
                folder.resolve("out").toString());
        assertThat(code).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("! NOT THE SAME CANDLES")
                .contains("A                                               1              </script>");
        assertThat(folder.resolve("out/compare.html")).content().contains("NOT THE SAME CANDLES", "[1.01,1.00505]")
                .doesNotContain("\"</script>\"", "{{", "<link", " src=", "@import");
    }
}
