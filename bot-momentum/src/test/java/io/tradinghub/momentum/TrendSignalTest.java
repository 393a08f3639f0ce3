package io.tradinghub.momentum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.indicator.Adx;
import io.tradinghub.indicator.Ema;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.testing.CandleTape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The signal against its rule, looked up in the list of all candles.
final class TrendSignalTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final MomentumSettings.Trend SETTINGS = new MomentumSettings.Trend(3, 8, 5, 25, 6);

    private final List<Candle> seen = new ArrayList<>();
    private final List<Integer> directions = new ArrayList<>();
    private final Ema fast = Ema.ofLength(3);
    private final Ema slow = Ema.ofLength(8);
    private final Adx strength = new Adx(5);

    /// Closes are rounded, so that many are equal to the best one before.
    private static List<Candle> walk(long seed, int round) {
        CandleTape tape = new CandleTape(SERIES, 1_000, 1);
        new CandleTape(SERIES, 1_000, 1).walk(seed, 0.01, 600).candles()
                .forEach(candle -> tape.to((double) Math.round(candle.close() / round) * round));
        return tape.candles();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 10", "4, 10", "5, 20", "6, 20"})
    void isAnEntryOnlyWhileTheTrendIsYoungStrongAndAtItsBestClose(long seed, int round) {
        TrendSignal signal = new TrendSignal(SETTINGS);
        int entries = 0;
        for (Candle candle : walk(seed, round)) {
            signal.update(candle);
            look(candle);
            assertThat(signal.direction()).as("direction at %s", candle).isEqualTo(directions.getLast());
            assertThat(signal.isEntry()).as("entry at %s", candle).isEqualTo(isEntry());
            entries += isEntry() ? 1 : 0;
        }
        assertThat(entries).isGreaterThan(10);
    }

    private void look(Candle candle) {
        seen.add(candle);
        int now = (int) Math.signum(fast.update(candle.close()) - slow.update(candle.close()));
        strength.update(candle.high(), candle.low());
        boolean settled = seen.size() > 16;
        directions.add(!settled ? 0 : now == 0 ? directions.getLast() : now);
    }

    private boolean isEntry() {
        int direction = directions.getLast();
        int crossing = directions.lastIndexOf(-direction) + 1;
        double last = seen.getLast().close();
        return direction != 0 && crossing > 0 && seen.size() - 1 - crossing < 6 && strength.isReady()
                && strength.value() >= 25 && seen.subList(crossing, seen.size()).stream()
                        .allMatch(candle -> candle.close() * direction <= last * direction);
    }

    @Test
    void aTrendOfExactlyTheLeastStrengthIsFollowed() {
        for (Candle candle : walk(1, 1)) {
            look(candle);
            if (isEntry() && strength.value() < 60) {
                break;
            }
        }
        double reached = strength.value();
        assertThat(isEntryAfter(seen, reached)).isTrue();
        assertThat(isEntryAfter(seen, Math.nextUp(reached))).isFalse();
    }

    private static boolean isEntryAfter(List<Candle> candles, double minStrength) {
        TrendSignal signal = new TrendSignal(new MomentumSettings.Trend(3, 8, 5, minStrength, 6));
        candles.forEach(signal::update);
        return signal.isEntry();
    }

    @Test
    void knowsNoTrendBeforeTheAveragesHaveSettled() {
        TrendSignal signal = new TrendSignal(SETTINGS);
        List<Candle> candles = new CandleTape(SERIES, 1_000, 1).to(1_100, 17).candles();
        candles.subList(0, 16).forEach(signal::update);
        assertThat(signal.direction()).isZero();
        signal.update(candles.getLast());
        assertThat(signal.direction()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"128, 5", "8, 28"})
    void needsTheCandlesOfItsSlowestIndicatorAndOfAWholeWindow(int slowLength, int strengthLength) {
        int slowest = Math.max(Ema.ofLength(slowLength).settlesAfter(), new Adx(strengthLength).settlesAfter());
        assertThat(new TrendSignal(new MomentumSettings.Trend(3, slowLength, strengthLength, 25, 6)).warmUp())
                .isEqualTo(slowest + 6);
    }
}
