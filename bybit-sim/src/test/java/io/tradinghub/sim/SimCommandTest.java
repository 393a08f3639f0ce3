package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.market.SyntheticMarket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad arguments and input files print one line and return exit code 2.
class SimCommandTest {
    private static final String HEADER = "start_ms,open,high,low,close,volume,turnover\n";
    private final StringWriter errors = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"--start, yesterday, 'yesterday'", "--speed, 0, speed must be above 0",
            "--port, 70000, port must be 0 to 65535",
            "--symbols, btcusdt, symbol must be", "--environment, testnet, environment must be mainnet or demo",
            "--candles, nowhere/linear-BTCUSDT-1m.csv, there is no such file"})
    void rejectsABadOption(String option, String value, String reason) {
        assertRejects(reason, option, value);
    }

    @Test
    void rejectsABadRow() throws IOException {
        Path file = Files.writeString(folder.resolve("linear-BTCUSDT-1m.csv"),
                HEADER + "60000,1,2,0.5,1.5,Infinity,15\n");

        assertRejects(file + " line 2: volume must be a number, got 'Infinity'", "--candles", file.toString());
    }

    @Test
    void rejectsATruncatedFile() throws IOException {
        Path file = Files.write(folder.resolve("linear-BTCUSDT-1m.csv.gz"), new byte[]{0x1f, (byte) 0x8b, 8, 0});

        assertRejects(file + " line 1: its gzip data end too early", "--candles", file.toString());
    }

    @Test
    void rejectsAFileOfKeysThatIsMalformed() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.jsonl"), "nonsense\n");

        assertRejects(file + " line 1: is no JSON object", "--keys", file.toString());
    }

    @Test
    void rejectsANumberOfAccountsOutOfRange() {
        assertRejects("accounts must be 1 to 100, got 0", "--accounts", "0", "--keys",
                folder.resolve("keys.jsonl").toString());
    }

    @Test
    void rejectsAPortThatIsInUse() {
        SyntheticMarket market = SyntheticMarket.of(1, List.of("BTCUSDT"), Instant.EPOCH);
        try (BybitSim sim = BybitSim.start(SimSettings.local(), market, () -> Instant.EPOCH)) {
            String port = Integer.toString(sim.restUrl().getPort());

            assertRejects("Port already in use", "--port", port);
        }
    }

    @Test
    void tellsTheTimeOfNowHoweverLongItsMarketTookToMake() {
        SyntheticMarket market = SyntheticMarket.of(1, List.of("BTCUSDT"), Instant.EPOCH);
        Instant now = Instant.EPOCH.plusSeconds(2);

        assertThat(SimCommand.clock(market, Optional.of(now), 1).instant()).isBetween(now, now.plusSeconds(1));
        assertThat(SimCommand.clock(market, Optional.empty(), 1).instant()).isBetween(Instant.EPOCH, now);
    }

    private void assertRejects(String reason, String... args) {
        int code = SimCommand.execute(new PrintWriter(errors, true), InstantSource.system(), args);

        assertThat(errors.toString()).startsWith("bybit-sim: ").contains(reason).hasLineCount(1);
        assertThat(code).isEqualTo(2);
    }
}
