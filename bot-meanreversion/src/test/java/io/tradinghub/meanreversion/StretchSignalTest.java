package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.indicator.Adx;
import io.tradinghub.indicator.Atr;
import io.tradinghub.indicator.ZScore;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.strategy.TradeSize;
import io.tradinghub.testing.CandleTape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The signal against its rule, looked up in the list of all candles.
final class StretchSignalTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);

    private final List<Look> looks = new ArrayList<>();

    private static MeanReversionSettings settings(int patience, double maxStrength, double stopRanges) {
        return new MeanReversionSettings(List.of(SERIES.instrument()), Interval.M1,
                new MeanReversionSettings.Stretch(20, 1.8, 0.5, patience),
                new MeanReversionSettings.Filter(14, maxStrength), new MeanReversionSettings.Exit(14, stopRanges, 10),
                TradeSize.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 60, 4", "2, 4, 30, 4", "3, 20, 60, 0.5", "4, 20, 100, 0.5", "5, 30, 60, 20", "6, 1, 60, 4"})
    void anEntryRestsOnlyInAnExcursionThatIsStillOpen(long seed, int patience, double maxStrength, double stopRanges) {
        MeanReversionSettings settings = settings(patience, maxStrength, stopRanges);
        StretchSignal signal = new StretchSignal(settings);
        ZScore score = new ZScore(20);
        Adx strength = new Adx(14);
        Atr range = new Atr(14);
        int resting = 0;
        for (Candle candle : new CandleTape(SERIES, 1_000, 1).walk(seed, 0.004, 1_500).candles()) {
            signal.update(candle);
            score.update(candle.close());
            strength.update(candle.high(), candle.low());
            range.update(candle.high(), candle.low(), candle.close());
            looks.add(new Look(candle, score.isReady(), score.isBeyond(1.8), score.distance(),
                    strength.isReady() && range.isReady() && strength.value() <= maxStrength, range.value()));
            int start = openExcursion(settings);
            int side = start < 0 ? 0 : looks.get(start).side();
            assertThat(signal.side()).as("side at %s", candle).isEqualTo(side);
            if (side != 0) {
                assertThat(signal.limitPrice()).isCloseTo(looks.get(start).limitPrice(), within(1e-9));
                resting++;
            }
        }
        assertThat(resting).isGreaterThan(20);
    }

    /// Where the excursion began that is still open after the newest candle; -1 where none is.
    private int openExcursion(MeanReversionSettings settings) {
        int now = looks.size() - 1;
        int start = now;
        while (start > 0 && !starts(start)) {
            start--;
        }
        if (start == 0 || now - start >= settings.stretch().patience()) {
            return -1;
        }
        Look first = looks.get(start);
        double stop = first.limitPrice() - first.side() * settings.exit().stopRanges() * first.range;
        boolean isOver = looks.subList(start + 1, now + 1).stream()
                .anyMatch(look -> look.distance * first.side() >= 0 || look.isThrough(stop, first.side()));
        return isOver ? -1 : start;
    }

    private boolean starts(int index) {
        Look before = looks.get(index - 1);
        Look look = looks.get(index);
        return look.stretched && look.calm && before.known && !before.stretched;
    }

    /// What there was to see of a candle.
    private record Look(Candle candle, boolean known, boolean stretched, double distance, boolean calm, double range) {

        int side() {
            return distance > 0 ? -1 : 1;
        }

        double limitPrice() {
            return candle.close() - side() * 0.5 * range;
        }

        boolean isThrough(double stop, int side) {
            return side > 0 ? candle.low() <= stop : candle.high() >= stop;
        }
    }

    @Test
    void aMoveOfExactlyTheLargestStrengthIsFaded() {
        List<Candle> candles = new CandleTape(SERIES, 1_000, 1).swing(3, 60).to(985).candles();
        Adx strength = new Adx(14);
        candles.forEach(candle -> strength.update(candle.high(), candle.low()));
        assertThat(sideAfter(candles, strength.value())).isEqualTo(1);
        assertThat(sideAfter(candles, Math.nextDown(strength.value()))).isZero();
    }

    private static int sideAfter(List<Candle> candles, double maxStrength) {
        StretchSignal signal = new StretchSignal(settings(4, maxStrength, 4));
        candles.forEach(signal::update);
        return signal.side();
    }

    /// An entry that was never filled would be stopped at once.
    @ParameterizedTest
    @CsvSource({"1", "-1"})
    void anExcursionEndsWhereTheStopOfItsTradeIsTouched(int side) {
        StretchSignal signal = new StretchSignal(settings(50, 100, 4));
        CandleTape tape = new CandleTape(SERIES, 1_000, 1).swing(3, 60).to(1_000 - side * 15);
        tape.candles().forEach(signal::update);
        double stop = signal.limitPrice() - side * 4 * signal.range();
        double close = tape.candles().getLast().close();

        tape.add(Math.max(close, stop + side * 0.01), Math.min(close, stop + side * 0.01), close);
        signal.update(tape.candles().getLast());
        assertThat(signal.side()).as("a cent short of it").isEqualTo(side);
        tape.add(Math.max(close, stop), Math.min(close, stop), close);
        signal.update(tape.candles().getLast());
        assertThat(signal.side()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1000, 2, 2", "20, 100, 2", "20, 2, 400"})
    void needsTheCandlesOfItsSlowestIndicatorAndOfAWholePatience(int length, int strengthLength, int rangeLength) {
        MeanReversionSettings settings = new MeanReversionSettings(List.of(SERIES.instrument()), Interval.M1,
                new MeanReversionSettings.Stretch(length, 2, 0.5, 4),
                new MeanReversionSettings.Filter(strengthLength, 60),
                new MeanReversionSettings.Exit(rangeLength, 4, 10), TradeSize.DEFAULTS);
        int slowest = Math.max(length,
                Math.max(new Adx(strengthLength).settlesAfter(), new Atr(rangeLength).settlesAfter()));
        assertThat(new StretchSignal(settings).warmUp()).isEqualTo(slowest + 4);
        assertThat(new MeanReversionBot(settings).subscription().warmUpCandles())
                .as("and those of the longest trade").isEqualTo(slowest + 4 + 10);
    }
}
