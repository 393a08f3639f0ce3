package io.tradinghub.recorder.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.MemoryStores;
import org.junit.jupiter.api.Test;

/// Checks what a scan finds; `RecorderTest` shows that it fills the gaps.
class RangeCoverageTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final int DAY = 24 * 60;
    private final MemoryStores stores = new MemoryStores();
    private static final Instant NOW = Instant.ofEpochSecond(2_060 * 60L);
    private final UnfillableCandles unfillable = new UnfillableCandles(InstantSource.fixed(NOW));

    private static Candle candle(int minute) {
        return new Candle(SERIES, minute * 60_000L, 1, 2, 1, 2, 3, 4);
    }

    private static CandleRange range(int from, int to) {
        return new CandleRange(SERIES, from * 60_000L, to * 60_000L);
    }

    private void store(IntStream minutes) {
        stores.write(CandleLines
                .of(minutes.mapToObj(minute -> CandleLine.of(candle(minute)) + "\n").collect(Collectors.joining())));
    }

    @Test
    void findsTheGaps() {
        store(IntStream.range(10, 1_000));
        store(IntStream.range(1_500, 2_000));

        assertThat(RangeCoverage.read(stores, range(0, 2_100), unfillable).gaps()).containsExactly(range(0, 10),
                range(1_000, 1_500), range(2_000, 2_100));
    }

    @Test
    void countsPerUtcDay() {
        store(IntStream.range(100, DAY + 50));

        RangeCoverage days = RangeCoverage.read(stores, range(0, DAY + 60), unfillable);

        assertThat(days.days()).map(days::expected).containsExactly(DAY, 60);
        assertThat(days.days()).map(days::stored).containsExactly(DAY - 100, 50);
    }

    @Test
    void expectsNothingThatIsAbsentAtTheExchange() {
        // Requested in two pages, the newer first; the exchange lists the instrument from minute 1,200 on.
        unfillable.addAnswer(range(1_000, 2_000), IntStream.range(1_200, 2_000)
                .mapToObj(minute -> new ArchivedCandle(candle(minute), "")).toList());
        unfillable.addAnswer(range(0, 1_000), List.of());
        store(IntStream.range(1_200, 1_900));

        assertThat(RangeCoverage.read(stores, range(0, 2_000), unfillable).gaps()).containsExactly(range(1_900, 2_000));
    }

    @Test
    void requestsAgainWhatTheExchangeMayDeliverLater() {
        unfillable.addAnswer(range(1_900, 2_060), List.of());

        assertThat(RangeCoverage.read(stores, range(1_900, 2_060), unfillable).gaps())
                .containsExactly(range(1_900, 2_060));
        assertThat(RangeCoverage.read(stores, range(1_900, 2_000), unfillable).gaps()).isEmpty();
    }
}
