package io.tradinghub.backtest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.columns.ColumnCache;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Candles come from the kept file as they came from their source, or not at all.
final class KeptCandleFilesTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(BTC, Interval.M5);
    private static final long START = 1_735_689_600_000L;
    @TempDir
    private Path folder = Path.of("");
    private final List<String> notes = new ArrayList<>();

    private Path source(double price) throws IOException {
        StringBuilder text = new StringBuilder("start_ms,open,high,low,close,volume,turnover\n");
        for (int row = 0; row < 500; row++) {
            if (row % 100 != 57) {
                text.append("%d,%s,%s,%s,%s,0.123,\n".formatted(START + row * Interval.M5.millis(), price, price + 0.25,
                        price, price));
            }
        }
        return Files.writeString(folder.resolve("linear-BTCUSDT-5m.csv"), text);
    }

    private ColumnCache cache() {
        return ColumnCache.in(folder.resolve("kept"), notes::add);
    }

    private CandleFiles read(Path file) {
        return CandleFiles.read(List.of(file), cache());
    }

    private static List<Candle> candles(CandleFiles files) {
        CandleColumns columns = files.history().finest(BTC).orElseThrow();
        return IntStream.range(0, columns.size()).mapToObj(columns::candle).toList();
    }

    private Path kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    @Test
    void theSecondRunHasTheSameMarketAndReadsNoSource() throws IOException {
        Path file = source(50_000.5);
        CandleFiles first = read(file);
        CandleFiles second = read(file);
        assertThat(candles(second)).isEqualTo(candles(first)).hasSize(495);
        assertThat(second.history().rules()).isEqualTo(first.history().rules());
        assertThat(second.digests()).isEqualTo(first.digests());
        ColumnCache.Entry entry = cache().get(kept().getFileName().toString().replace(".columns", ""), SERIES,
                String.valueOf(first.digests().get("linear-BTCUSDT-5m.csv")), () -> {
                    throw new AssertionError("the source was read again");
                });
        assertThat(entry.columns().size()).isEqualTo(495);
        assertThat(notes).isEmpty();
    }

    @Test
    void aSourceThatChangedIsReadAgain() throws IOException {
        read(source(50_000.5));
        CandleFiles changed = read(source(40_000.5));
        assertThat(candles(changed)).extracting(Candle::open).containsOnly(40_000.5);
        assertThat(candles(read(source(40_000.5)))).isEqualTo(candles(changed));
        assertThat(kept()).exists();
    }

    /// Positions in the header, the text, the stretches and the values.
    @ParameterizedTest
    @ValueSource(ints = {9, 13, 17, 21, 25, 40, 300, 330, 5_000, -1})
    void aFileWithAWrongByteIsMadeAnewAndSaid(int position) throws IOException {
        Path file = source(50_000.5);
        CandleFiles first = read(file);
        byte[] bytes = Files.readAllBytes(kept());
        bytes[position < 0 ? bytes.length + position : position] ^= 4;
        Files.write(kept(), bytes);
        assertThat(candles(read(file))).isEqualTo(candles(first));
        assertThat(notes).singleElement().asString().startsWith(kept() + " cannot be used: ");
        assertThat(candles(read(file))).isEqualTo(candles(first));
        assertThat(notes).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 31, 100, 20_000})
    void aFileThatEndsTooEarlyIsMadeAnew(int length) throws IOException {
        Path file = source(50_000.5);
        CandleFiles first = read(file);
        byte[] bytes = Files.readAllBytes(kept());
        Files.write(kept(), Arrays.copyOf(bytes, length));
        assertThat(candles(read(file))).isEqualTo(candles(first));
        assertThat(notes).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "something that somebody needs"})
    void aFileOfSomebodyElseIsLeftAlone(String text) throws IOException {
        Path file = source(50_000.5);
        read(file);
        Path place = kept();
        Files.writeString(place, text, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s is no file of this program and stands where one would; move it away", place);
        assertThat(place).hasContent(text);
    }

    @Test
    void aFolderThatCannotBeWrittenToCostsTimeOnly() throws IOException {
        Path nowhere = Path.of("/proc/kept");
        assertThat(candles(CandleFiles.read(List.of(source(50_000.5)), ColumnCache.in(nowhere, notes::add))))
                .hasSize(495);
        assertThat(notes).singleElement().asString().startsWith(nowhere + "/linear-BTCUSDT-5m.csv-")
                .contains("is not written, so the next run reads everything again");
    }

    @Test
    void aFileInThePlaceOfTheFolderIsNamed() throws IOException {
        Path file = source(50_000.5);
        Files.writeString(folder.resolve("kept"), "a file where the folder should be");
        assertThatThrownBy(() -> read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("columns: cannot be read");
    }

    @Test
    void aBadSourceLeavesNothingBehind() throws IOException {
        Path file = Files.writeString(folder.resolve("linear-BTCUSDT-5m.csv"),
                "start_ms,open,high,low,close,volume,turnover\n%d,1,2,1,1,x,\n".formatted(START));
        assertThatThrownBy(() -> read(file)).hasMessageContaining("line 2");
        assertThat(folder.resolve("kept")).doesNotExist();
    }
}
