package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandleCheckTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final Instant START = Instant.parse("2025-06-02T00:00:00Z");
    private final StoredCandles stored = new StoredCandles();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void fiveRows() throws IOException {
        file = Files.writeString(folder.resolve("linear-BTCUSDT-1m-no-funding.csv"), IntStream.range(0, 5)
                .mapToObj(minute -> "%d,100,102,99,%d,1,".formatted(at(minute).toEpochMilli(), 100 + minute % 2))
                .collect(Collectors.joining("\n", "start_ms,open,high,low,close,volume,turnover\n", "\n")));
    }

    @Test
    void passesWhenEveryClosedRowIsStored() {
        stored.hold(0, 1, 2);
        assertThat(compareAt(3)).isEqualTo(new CandleCheck.Result(file, SERIES, 3, 3, Optional.empty()));
    }

    @Test
    void reportsAMissingLastClosedRow() {
        stored.hold(0, 1);
        assertThat(compareAt(3).firstDifference()).hasValue("the row of 2025-06-02T00:02:00Z is missing");
    }

    @Test
    void reportsAMissingRowInTheMiddle() {
        stored.hold(0, 2);
        assertThat(compareAt(3).isEqual()).isFalse();
    }

    @Test
    void reportsAnEmptyStore() {
        assertThat(compareAt(3).isEqual()).isFalse();
        assertThat(compareAt(0).isEqual()).isTrue();
    }

    @Test
    void acceptsARowThatClosedAfterTheEnd() {
        stored.hold(0, 1, 2, 3);
        assertThat(compareAt(3)).isEqualTo(new CandleCheck.Result(file, SERIES, 4, 4, Optional.empty()));
    }

    @Test
    void reportsACandleThatIsInNoFile() {
        stored.hold(0, 1, 2, 3, 4, 5);
        assertThat(compareAt(6).firstDifference())
                .hasValueSatisfying(difference -> assertThat(difference).startsWith("the store also has "));
    }

    @Test
    void reportsANumberThatDiffers() {
        stored.candles.add(candle(0, 101));
        assertThat(compareAt(1).firstDifference())
                .hasValueSatisfying(difference -> assertThat(difference).startsWith("the file has "));
    }

    @Test
    void skipsFundingRates() throws IOException {
        Path rates = Files.createFile(folder.resolve("linear-BTCUSDT-funding.csv"));
        assertThat(new CandleCheck(List.of(rates), stored).compare(at(5))).isEmpty();
    }

    private CandleCheck.Result compareAt(int minute) {
        return new CandleCheck(List.of(file), stored).compare(at(minute)).getFirst();
    }

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static Candle candle(int minute, double close) {
        return new Candle(SERIES, at(minute).toEpochMilli(), 100, 102, 99, close, 1, 100);
    }

    private static final class StoredCandles implements CandleHistory {
        private final List<Candle> candles = new ArrayList<>();

        private void hold(int... minutes) {
            IntStream.of(minutes).mapToObj(minute -> candle(minute, 100 + minute % 2)).forEach(candles::add);
        }

        @Override
        public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
            CandleBlock block = new CandleBlock(series, 8);
            candles.stream().filter(candle -> candle.openTimeMillis() < to.toEpochMilli())
                    .forEach(candle -> block.append(candle.openTimeMillis(), candle.open(), candle.high(), candle.low(),
                            candle.close(), candle.volume(), candle.turnover()));
            if (block.size() > 0) {
                visitor.accept(block);
            }
        }

        @Override
        public Optional<Instant> newest(SeriesId series) {
            return candles.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(candles.getLast().openTimeMillis()));
        }

        @Override
        public void close() {}
    }
}
