package io.tradinghub.market.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCandlesTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(BTC, Interval.M1);
    private static final String TWO = CsvCandles.HEADER + "\n60000,1,2,0.5,1.5,10,15\n120000,1.5,1.5,1.5,1.5,0,\n";

    @TempDir
    private Path folder;

    @Test
    void readsPlainAndZippedFilesAlike() throws IOException {
        List<Candle> expected = List.of(new Candle(SERIES, 60_000, 1, 2, 0.5, 1.5, 10, 15),
                new Candle(SERIES, 120_000, 1.5, 1.5, 1.5, 1.5, 0, 0));
        assertThat(read(plain(TWO))).isEqualTo(expected);
        Path zipped = folder.resolve("candles.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(TWO.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(zipped)).isEqualTo(expected);
    }

    @Test
    void manyCandlesComeInBlocksAndAreCounted() throws IOException {
        StringBuilder text = new StringBuilder(CsvCandles.HEADER).append('\n');
        for (int i = 0; i < 10_000; i++) {
            text.append(i * 60_000L).append(",1,2,0.5,1.5,10,15\n");
        }
        List<Integer> sizes = new ArrayList<>();
        assertThat(CsvCandles.read(plain(text.toString()), SERIES, block -> sizes.add(block.size()))).isEqualTo(10_000);
        assertThat(sizes).containsExactly(4096, 4096, 1808);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120000,1,2,0.5,1.5,10 | line 3: expected 7 columns, got 6
            120000,1,2,0.5,x,10,1 | line 3: close must be a number, got 'x'
            12:00,1,2,0.5,1,10,1 | line 3: start_ms must be Unix milliseconds, got '12:00'
            60000,1,2,0.5,1,10,1 | line 3: start_ms must ascend, got 60000 after 60000
            120000,1,2,0.5,1,Infinity,1 | line 3: volume must be a number, got 'Infinity'
            120000,1,2,0.5,1,10,NaN | line 3: turnover must be a number, got 'NaN'
            120001,1,2,0.5,1,10,1 | multiple of its interval
            120000,1,2,0.5,3,10,1 | line 3: candle linear:BTCUSDT:1
            """)
    void aBadLineIsNamedWithFileNumberAndReason(String line, String reason) throws IOException {
        Path file = plain(CsvCandles.HEADER + "\n60000,1,2,0.5,1.5,10,15\n" + line + "\n");
        assertThatThrownBy(() -> read(file)).isInstanceOf(CsvFormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void anotherHeaderAndAMissingFileAreSaid() throws IOException {
        Path file = plain("time,open\n");
        assertThatThrownBy(() -> read(file)).hasMessageContaining("line 1: expected the header 'start_ms,");
        assertThatThrownBy(() -> read(folder.resolve("absent.csv"))).hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 60})
    void aGzipThatWasCutOffIsNamedWithItsReason(int missing) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(whole)) {
            out.write(TWO.getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = Arrays.copyOf(whole.toByteArray(), whole.size() - missing);
        Path file = Files.write(folder.resolve("cut.csv.gz"), cut);
        assertThatThrownBy(() -> read(file)).isInstanceOf(CsvFormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("its gzip data end too early");
    }

    @Test
    void aGzipThatIsDamagedIsNamedWithItsReason() throws IOException {
        Path file = Files.write(folder.resolve("damaged.csv.gz"),
                new byte[]{0x1f, (byte) 0x8b, 99, 0, 0, 0, 0, 0, 0, 0, 1, 2});
        assertThatThrownBy(() -> read(file)).isInstanceOf(CsvFormatException.class)
                .hasMessageContaining("damaged.csv.gz line 1: cannot be read: Unsupported compression method");
    }

    @Test
    void fundingRatesStandOnTheirSettlement() throws IOException {
        Path file = plain("ts_ms,funding_rate\n1735718400000,0.0001\n1735747200003,-0.00002\n");
        assertThat(CsvFundingRates.read(file, BTC, Duration.ofHours(8))).containsExactly(
                new FundingRate(BTC, 0.0001, Instant.parse("2025-01-01T08:00:00Z"), Duration.ofHours(8)),
                new FundingRate(BTC, -0.00002, Instant.parse("2025-01-01T16:00:00Z"), Duration.ofHours(8)));
    }

    @Test
    void aBadFundingRateIsNamed() throws IOException {
        Path file = plain("ts_ms,funding_rate\n1735718400000,much\n");
        assertThatThrownBy(() -> CsvFundingRates.read(file, BTC, Duration.ofHours(8)))
                .hasMessageContaining("line 2: funding_rate must be a number, got 'much'");
    }

    private Path plain(String text) throws IOException {
        return Files.writeString(folder.resolve("candles.csv"), text);
    }

    private static List<Candle> read(Path file) {
        List<Candle> candles = new ArrayList<>();
        CsvCandles.read(file, SERIES, block -> {
            for (int row = 0; row < block.size(); row++) {
                candles.add(block.candle(row));
            }
        });
        return candles;
    }
}
