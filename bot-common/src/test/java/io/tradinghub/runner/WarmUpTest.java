package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.MemoryCandles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    private static final SeriesId SPOT_SERIES = new SeriesId(SPOT, Interval.M1);

    private final ManualClock clock = ManualClock.at("2026-01-01T10:00:30Z");
    private final Instant minute = Instant.parse("2026-01-01T10:00:00Z");
    private final MemoryCandles stored = new MemoryCandles();
    private final List<DayCoverage> coverage = new ArrayList<>();
    private final BlockingQueue<RunnerEvent> events = new LinkedBlockingQueue<>();
    private final SteppedThreads threads = new SteppedThreads();
    private final List<SettledFunding> settlements = new ArrayList<>();
    private Optional<Instant> goneSince = Optional.empty();
    private boolean away;
    private volatile boolean broken;

    private void start(Subscription subscription) {
        Thread unused = threads.start(Thread.ofPlatform().daemon(),
                new WarmUp(threads, new WarmUp.Stored(history(), (_, _, _) -> coverage(), this::settled), clock,
                        subscription, goneSince, events::add));
    }

    /// What is stored, unless it holds what cannot be.
    private CandleHistory history() {
        return new CandleHistory() {
            @Override
            public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
                if (broken) {
                    throw new IllegalArgumentException("high 1 is below low 2");
                }
                stored.read(series, from, to, visitor);
            }

            @Override
            public Optional<Instant> newest(SeriesId series) {
                return stored.newest(series);
            }

            @Override
            public void close() {}
        };
    }

    private List<SettledFunding> settled(InstrumentId perpetual, Instant after, Instant until) {
        return settlements.stream().filter(settled -> settled.instrument().equals(perpetual)
                && settled.settledAt().isAfter(after) && !settled.settledAt().isAfter(until)).toList();
    }

    private List<DayCoverage> coverage() {
        if (away) {
            throw new StoreUnavailableException("told to be away", new IOException("away"));
        }
        return List.copyOf(coverage);
    }

    private static Subscription three(List<SeriesId> series, List<Hedge> hedges) {
        return new Subscription(series, series.stream().map(SeriesId::instrument).toList(), hedges, 3);
    }

    private Candle candle(SeriesId series, int minutesAgo) {
        return new Candle(series, minute.minusSeconds(60L * minutesAgo).toEpochMilli(), 100, 101, 99, 100, 1, 100);
    }

    private @Nullable RunnerEvent next() throws InterruptedException {
        return threads.poll(events, Duration.ofSeconds(10));
    }

    @Test
    void readsTheWholeRangeInOrder() throws InterruptedException {
        stored.add(List.of(candle(SERIES, 4), candle(SERIES, 3), candle(SERIES, 2), candle(SERIES, 1)));
        start(three(List.of(SERIES), List.of()));
        assertThat(next()).isEqualTo(new RunnerEvent.WarmedUp(List.of(SERIES),
                List.of(candle(SERIES, 3), candle(SERIES, 2), candle(SERIES, 1)), MissedMarket.NOTHING));
    }

    @Test
    void readsWhatHappenedWhileTheBotWasGoneHoweverLongThatWas() throws InterruptedException {
        for (int ago = 20; ago > 0; ago--) {
            stored.add(List.of(candle(SERIES, ago)));
        }
        SettledFunding before = new SettledFunding(PERP, 0.0001, minute.minusSeconds(660));
        SettledFunding meanwhile = new SettledFunding(PERP, 0.0002, minute.minusSeconds(300));
        settlements.addAll(List.of(before, meanwhile, new SettledFunding(PERP, 0.0003, minute.plusSeconds(300))));
        goneSince = Optional.of(minute.minusSeconds(610));
        start(three(List.of(SERIES), List.of()));

        RunnerEvent.WarmedUp warm = nextWarm();
        assertThat(warm.candles()).hasSize(3);
        assertThat(warm.missed().candles()).hasSize(11).first().isEqualTo(candle(SERIES, 11));
        assertThat(warm.missed().settlements()).containsExactly(meanwhile);
    }

    @Test
    void waitsForTheWholeRangeAndSaysWhatIsMissing() throws InterruptedException {
        stored.add(List.of(candle(SERIES, 1)));
        start(three(List.of(SERIES), List.of()));
        assertThat(next()).isEqualTo(new RunnerEvent.StillCold(List.of(SERIES),
                "1 of 3 candles of linear:BTCUSDT:1 are stored"));
        stored.add(List.of(candle(SERIES, 3), candle(SERIES, 2)));
        assertThat(nextWarm().candles()).hasSize(3);
    }

    private RunnerEvent.WarmedUp nextWarm() throws InterruptedException {
        for (RunnerEvent event = next(); event != null; event = next()) {
            if (event instanceof RunnerEvent.WarmedUp warm) {
                return warm;
            }
        }
        throw new AssertionError("never warm");
    }

    @Test
    void takesWhatThereIsWhenTheRecorderHasLookedEverywhereAndNothingIsAdded() throws InterruptedException {
        stored.add(List.of(candle(SERIES, 2), candle(SERIES, 1)));
        start(three(List.of(SERIES), List.of()));
        next();
        coverage.add(new DayCoverage(SERIES, LocalDate.ofInstant(minute, ZoneOffset.UTC), 600, 2, 0));
        assertThat(next()).isInstanceOf(RunnerEvent.StillCold.class);
        clock.advance(Duration.ofSeconds(20));
        assertThat(next()).isInstanceOf(RunnerEvent.StillCold.class);
        clock.advance(Duration.ofMinutes(2));
        stored.add(List.of(candle(SERIES, 0), candle(SERIES, -1)));
        assertThat(nextWarm().candles()).isNotEmpty();
    }

    @Test
    void waitsForAStoreThatIsAway() throws InterruptedException {
        away = true;
        stored.add(List.of(candle(SERIES, 1)));
        start(three(List.of(SERIES), List.of()));
        next();
        assertThat(next()).isEqualTo(new RunnerEvent.StillCold(List.of(SERIES), "told to be away"));
        stored.add(List.of(candle(SERIES, 3), candle(SERIES, 2)));
        assertThat(nextWarm().candles()).hasSize(3);
    }

    @Test
    void aStoredCandleThatCannotBeIsNoReasonToEnd() throws InterruptedException {
        broken = true;
        stored.add(List.of(candle(SERIES, 3), candle(SERIES, 2), candle(SERIES, 1)));
        start(three(List.of(SERIES), List.of()));
        assertThat(next()).isEqualTo(new RunnerEvent.StillCold(List.of(SERIES), "high 1 is below low 2"));
        broken = false;
        assertThat(nextWarm().candles()).hasSize(3);
    }

    @Test
    void readsTheLegsOfAHedgeTogetherByTheirClose() throws InterruptedException {
        for (int ago = 1; ago <= 3; ago++) {
            stored.add(List.of(candle(SERIES, ago)));
        }
        start(three(List.of(SERIES, SPOT_SERIES), List.of(new Hedge(SPOT, PERP))));
        assertThat(next()).isInstanceOf(RunnerEvent.StillCold.class);
        for (int ago = 1; ago <= 3; ago++) {
            stored.add(List.of(candle(SPOT_SERIES, ago)));
        }
        assertThat(nextWarm().candles()).extracting(Candle::series).containsExactly(SERIES, SPOT_SERIES, SERIES,
                SPOT_SERIES, SERIES, SPOT_SERIES);
    }
}
