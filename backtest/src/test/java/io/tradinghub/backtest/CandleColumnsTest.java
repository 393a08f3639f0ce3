package io.tradinghub.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.tradinghub.backtest.CandleColumns.Stretch;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.Test;

/// Columns give back the candles that they were made of, whatever is missing between them.
final class CandleColumnsTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M5);
    private static final long LENGTH = Interval.M5.millis();
    private static final int CANDLES = 10_000;

    /// Of every ten candles one or more lack, in the middle of the seed's luck.
    private static List<Candle> withGaps(long seed) {
        Random random = new Random(seed);
        List<Candle> candles = new ArrayList<>();
        long opens = 1_000 * LENGTH;
        for (int row = 0; row < CANDLES; row++) {
            double low = 100 + random.nextDouble();
            candles.add(new Candle(SERIES, opens, low + 0.1, low + 0.3, low, low + 0.2, random.nextDouble(),
                    random.nextDouble()));
            opens += LENGTH * (random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 1);
        }
        return candles;
    }

    static CandleColumns columns(SeriesId series, List<Candle> candles) {
        return CandleColumns.read(series, visitor -> {
            CandleBlock block = new CandleBlock(series, candles.size());
            candles.forEach(candle -> block.append(candle.openTimeMillis(), candle.open(), candle.high(), candle.low(),
                    candle.close(), candle.volume(), candle.turnover()));
            visitor.accept(block);
        });
    }

    private static List<Candle> all(CandleColumns columns) {
        return IntStream.range(0, columns.size()).mapToObj(columns::candle).toList();
    }

    @Test
    void everyCandleComesBackAsItWas() {
        List<Candle> candles = withGaps(1);
        CandleColumns columns = columns(SERIES, candles);
        assertThat(all(columns)).isEqualTo(candles);
        assertThat(columns.values().byteSize()).isEqualTo(48L * CANDLES);
        assertThat(all(CandleColumns.of(SERIES, columns.stretches(), columns.values()))).isEqualTo(candles);
    }

    @Test
    void aRowIsFoundByItsTimeAndByEveryTimeBeforeIt() {
        List<Candle> candles = withGaps(2);
        CandleColumns columns = columns(SERIES, candles);
        int expected = 0;
        for (long millis = candles.getFirst().openTimeMillis() - LENGTH; millis <= candles.getLast()
                .closeTimeMillis(); millis += LENGTH / 5) {
            while (expected < candles.size() && candles.get(expected).openTimeMillis() < millis) {
                expected++;
            }
            assertThat(columns.firstFrom(millis)).isEqualTo(expected);
        }
    }

    @Test
    void aPartHasTheCandlesOfItsTimeOnly() {
        List<Candle> candles = withGaps(3);
        CandleColumns columns = columns(SERIES, candles);
        Random random = new Random(3);
        for (int part = 0; part < 200; part++) {
            long from = candles.get(random.nextInt(CANDLES)).openTimeMillis() + (random.nextInt(5) - 2) * LENGTH / 2;
            long to = from + random.nextInt(300) * LENGTH;
            assertThat(all(columns.between(from, to))).isEqualTo(candles.stream().filter(
                    candle -> candle.openTimeMillis() >= from && candle.openTimeMillis() < to).toList());
        }
    }

    @Test
    void stretchesThatCannotBeAreRefused() {
        CandleColumns columns = columns(SERIES, withGaps(4));
        List<Stretch> doubled = List.of(new Stretch(0, 0), new Stretch(LENGTH, 2));
        assertThatThrownBy(() -> CandleColumns.of(SERIES, doubled, columns.values()))
                .hasMessageContaining("stretch 1 of linear:BTCUSDT:5 cannot be");
        List<Stretch> crooked = List.of(new Stretch(1, 0));
        assertThatThrownBy(() -> CandleColumns.of(SERIES, crooked, columns.values()))
                .hasMessageContaining("stretch 0 of linear:BTCUSDT:5 cannot be");
    }
}
