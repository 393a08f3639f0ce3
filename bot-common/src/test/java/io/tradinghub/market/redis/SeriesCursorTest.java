package io.tradinghub.market.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.testing.MemoryCandles;
import org.junit.jupiter.api.Test;

class SeriesCursorTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryCandles stored = new MemoryCandles();
    private final List<Candle> ready = new ArrayList<>();
    private final SeriesCursor cursor = new SeriesCursor(SERIES, START.minusSeconds(60), new Reachable(),
            Runnable::run);
    private boolean isAway;
    private long nowNanos = -5_000_000_000L;

    @Test
    void goesOnWithoutWhatNobodyHas() {
        cursor.arrived(candle(1));
        passed(Duration.ZERO);
        passed(Duration.ofSeconds(15));
        assertThat(ready).isEmpty();
        passed(Duration.ofSeconds(1));
        assertThat(ready).containsExactly(candle(1));
    }

    @Test
    void waitsForHistoryThatIsAwayHoweverLong() {
        isAway = true;
        cursor.arrived(candle(1));
        for (int minute = 0; minute < 10; minute++) {
            passed(Duration.ofMinutes(1));
            passed(Duration.ofMillis(100));
            assertThat(ready).isEmpty();
        }
        isAway = false;
        stored.add(List.of(candle(0)));
        passed(Duration.ofSeconds(1));
        assertThat(ready).containsExactly(candle(0), candle(1));
    }

    private void passed(Duration time) {
        nowNanos += time.toNanos();
        cursor.deliver(ready, nowNanos);
    }

    private static Candle candle(int minute) {
        return new Candle(SERIES, START.plusSeconds(60L * minute).toEpochMilli(), 100, 101, 99, 100, 1, 100);
    }

    private final class Reachable implements CandleHistory {
        @Override
        public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
            if (isAway) {
                throw new StoreUnavailableException("history is away", new IOException("as the test wants it"));
            }
            stored.read(series, from, to, visitor);
        }

        @Override
        public Optional<Instant> newest(SeriesId series) {
            return stored.newest(series);
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
