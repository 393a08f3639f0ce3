package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.MemoryCandles;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    private static final Subscription THREE = new Subscription(List.of(SERIES), List.of(PERP), List.of(), 3);

    private final ManualClock clock = ManualClock.at("2026-01-01T10:00:30Z");
    private final Instant minute = Instant.parse("2026-01-01T10:00:00Z");
    private final MemoryCandles stored = new MemoryCandles();
    private final Heartbeat heartbeat = new Heartbeat(Optional.empty(), clock);
    private final List<Candle> heard = new ArrayList<>();
    private int failures;

    private Map<SeriesId, Instant> run(Duration deadline) throws InterruptedException {
        return new WarmUp(new Flaky(), clock, heartbeat).run(THREE, deadline, heard::add);
    }

    private Candle candle(int minutesAgo) {
        return new Candle(SERIES, minute.minusSeconds(60L * minutesAgo).toEpochMilli(), 100, 101, 99, 100, 1, 100);
    }

    @Test
    void goesOverAHoleInHistoryAndOnFromItsLastCandle() throws InterruptedException {
        stored.add(List.of(candle(4), candle(3), candle(1)));
        assertThat(run(Duration.ZERO)).containsExactly(Map.entry(SERIES, candle(1).openTime()));
        assertThat(heard).containsExactly(candle(3), candle(1));
    }

    @Test
    void goesOnFromNowWhereHistoryIsEmpty() throws InterruptedException {
        assertThat(run(Duration.ZERO)).containsExactly(Map.entry(SERIES, minute.minusSeconds(60)));
        assertThat(heard).isEmpty();
    }

    @Test
    void waitsForAHistoryThatIsAwayAndBeatsWhenItAnswers() throws InterruptedException {
        stored.add(List.of(candle(3), candle(2), candle(1)));
        failures = 1;
        run(Duration.ofSeconds(30));
        assertThat(heard).containsExactly(candle(3), candle(2), candle(1));
        assertThat(heartbeat.last()).isPresent();
    }

    /// A history that is away for the first questions.
    private final class Flaky implements CandleHistory {
        @Override
        public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
            stored.read(series, from, to, visitor);
        }

        @Override
        public Optional<Instant> newest(SeriesId series) {
            if (failures-- > 0) {
                throw new StoreUnavailableException("told to be away", new IOException("away"));
            }
            return stored.newest(series);
        }

        @Override
        public void close() {}
    }
}
