package io.tradinghub.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.tradinghub.market.CandleStore.WriteResult;
import org.junit.jupiter.api.Test;

/// What every pair of [CandleStore] and [CandleHistory] over the same data promises. Each test uses a symbol of its
/// own.
public abstract class CandleStoreContract {
    private static final Instant START = Instant.parse("2025-03-01T00:00:00Z");
    private final SeriesId series = series("C" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT),
            Interval.M1);

    protected abstract CandleStore store();

    protected abstract CandleHistory history();

    @Test
    void givesBackExactlyWhatWasWrittenInOrder() {
        List<Candle> candles = candles(series, 10);
        assertThat(store().write(lines(candles.reversed()))).isEqualTo(new WriteResult.Written());
        assertThat(read(series, START, START.plus(Duration.ofDays(1)))).isEqualTo(candles);
    }

    @Test
    void theRangeIncludesItsStartAndExcludesItsEnd() {
        List<Candle> candles = candles(series, 10);
        store().write(lines(candles));
        assertThat(read(series, candles.get(2).openTime(), candles.get(7).openTime())).isEqualTo(candles.subList(2, 7));
    }

    @Test
    void writingTwiceIsTheSameAsWritingOnceAndTheLastNumbersCount() {
        List<Candle> candles = candles(series, 10);
        store().write(lines(candles));
        store().write(lines(candles));
        Candle first = candles.getFirst();
        Candle corrected = new Candle(series, first.openTimeMillis(), first.open(), first.high() + 5, first.low(),
                first.close(),
                9, 9);
        assertThat(store().write(lines(List.of(first, corrected)))).isEqualTo(new WriteResult.Written());
        candles.set(0, corrected);
        assertThat(read(series, START, START.plus(Duration.ofDays(1)))).isEqualTo(candles);
    }

    @Test
    void seriesAreKeptApart() {
        SeriesId spot = new SeriesId(InstrumentId.spot(series.instrument().symbol().name()), Interval.M1);
        SeriesId fiveMinutes = new SeriesId(series.instrument(), Interval.M5);
        store().write(lines(candles(series, 3)));
        store().write(lines(candles(spot, 2)));
        store().write(lines(candles(fiveMinutes, 1)));
        assertThat(read(series, START, START.plus(Duration.ofDays(1)))).hasSize(3);
        assertThat(read(spot, START, START.plus(Duration.ofDays(1)))).hasSize(2);
        assertThat(read(fiveMinutes, START, START.plus(Duration.ofDays(1)))).isEqualTo(candles(fiveMinutes, 1));
    }

    @Test
    void theNewestIsTheLastOpenTimeOrNothing() {
        assertThat(history().newest(series)).isEmpty();
        store().write(lines(candles(series, 4)));
        assertThat(history().newest(series)).contains(START.plus(Duration.ofMinutes(3)));
    }

    @Test
    void anEmptyRangeVisitsNothing() {
        List<CandleBlock> visited = new ArrayList<>();
        history().read(series, START, START.plus(Duration.ofDays(1)), visited::add);
        assertThat(visited).isEmpty();
    }

    @Test
    void extremeNumbersSurvive() {
        Candle tiny = new Candle(series, START.toEpochMilli(), 1.0E-8, 1.2E-8, 9.9999E-9, 1.1E-8, 123456789012345.67,
                0.1 + 0.2);
        store().write(lines(List.of(tiny)));
        assertThat(read(series, START, START.plus(Duration.ofDays(1)))).containsExactly(tiny);
    }

    @Test
    void aBatchWithAMalformedLineIsRefusedAsAWholeAndNothingOfItIsStored() {
        List<Candle> candles = candles(series, 2);
        CandleLines mixed = CandleLines.of(CandleLine.of(candles.get(0)) + "\nkline,symbol=BTCUSDT open= 17\n"
                + CandleLine.of(candles.get(1)) + "\n");
        assertThat(store().write(mixed)).isInstanceOfSatisfying(WriteResult.Refused.class,
                refused -> assertThat(refused.reason()).contains("unable to parse 'kline,symbol=BTCUSDT open= 17'"));
        assertThat(read(series, START, START.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void aLongRangeComesInBlocksOfBoundedSize() {
        List<Candle> candles = candles(series, 10_000);
        for (int from = 0; from < candles.size(); from += 5_000) {
            store().write(lines(candles.subList(from, from + 5_000)));
        }
        List<Integer> sizes = new ArrayList<>();
        List<Candle> found = new ArrayList<>();
        history().read(series, START, START.plus(Duration.ofDays(10)), block -> {
            sizes.add(block.size());
            for (int row = 0; row < block.size(); row++) {
                found.add(block.candle(row));
            }
        });
        assertThat(found).isEqualTo(candles);
        assertThat(sizes).hasSizeGreaterThan(1).allSatisfy(size -> assertThat(size).isBetween(1, 4096));
    }

    @Test
    void aFaultOfTheVisitorReachesTheCallerAndTheNextReadWorks() {
        store().write(lines(candles(series, 3)));
        assertThatThrownBy(() -> history().read(series, START, START.plus(Duration.ofDays(1)), _ -> {
            throw new IllegalStateException("enough");
        })).isInstanceOf(IllegalStateException.class).hasMessage("enough");
        assertThat(read(series, START, START.plus(Duration.ofDays(1)))).hasSize(3);
    }

    protected static SeriesId series(String symbol, Interval interval) {
        return new SeriesId(InstrumentId.linear(symbol), interval);
    }

    protected static List<Candle> candles(SeriesId series, int count) {
        List<Candle> candles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double open = 35_000.5 + i % 977;
            candles.add(new Candle(series, START.toEpochMilli() + i * series.interval().millis(), open, open + 9.75,
                    open - 10.25,
                    open + 0.1, 1.5 + i, 52_500.125 + i));
        }
        return candles;
    }

    protected static CandleLines lines(List<Candle> candles) {
        StringBuilder text = new StringBuilder();
        for (Candle candle : candles) {
            CandleLine.append(candle, text);
            text.append('\n');
        }
        return CandleLines.of(text.toString());
    }

    protected final List<Candle> read(SeriesId wanted, Instant from, Instant to) {
        List<Candle> found = new ArrayList<>();
        history().read(wanted, from, to, block -> {
            for (int row = 0; row < block.size(); row++) {
                found.add(block.candle(row));
            }
        });
        return found;
    }
}
