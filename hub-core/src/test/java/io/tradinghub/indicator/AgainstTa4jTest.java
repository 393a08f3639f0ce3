package io.tradinghub.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.adx.ADXIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.averages.MMAIndicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandFacade;
import org.ta4j.core.indicators.donchian.DonchianChannelLowerIndicator;
import org.ta4j.core.indicators.donchian.DonchianChannelUpperIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.statistics.SigmaIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.num.DecimalNumFactory;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.num.Num;
import org.ta4j.core.num.NumFactory;

/// Every indicator against ta4j-core on the same candles, from the first value on, to one billionth.
///
/// Most of it on `DoubleNum`; a shorter run on `DecimalNum` (32 digits) shows that the two do not merely share a
/// rounding error.
final class AgainstTa4jTest {
    private static final double TOLERANCE = 1e-9;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesOnRandomCandlesInDoubles(long seed) {
        SampleCandles candles = SampleCandles.random(seed, 3_000);
        int length = 2 + (int) (seed * 7 % 40);

        compareAll(candles, length, DoubleNumFactory.getInstance());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void agreesOnRandomCandlesInDecimals(long seed) {
        compareAll(SampleCandles.random(seed, 400), 14, DecimalNumFactory.getInstance());
    }

    @ParameterizedTest
    @MethodSource("files")
    @EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
    void agreesOnRealCandles(Path file) {
        compareAll(SampleCandles.read(file, 10_000), 20, DoubleNumFactory.getInstance());
    }

    static List<Path> files() throws IOException {
        String folder = System.getenv("HUB_DATA");
        if (folder == null || folder.isBlank()) {
            return List.of(Path.of("none"));
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.getFileName().toString().matches(".*-\\d+m-.*csv\\.gz")).sorted().toList();
        }
    }

    private static void compareAll(SampleCandles candles, int length, NumFactory numbers) {
        BarSeries series = series(candles, numbers);
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        compareAverages(candles, length, close);
        compareSpread(candles, length, close);
        compareRanges(candles, length, series);
        Rsi rsi = new Rsi(length);
        compare(candles, "rsi", new RSIIndicator(close, length), rsi.warmUp(), i -> rsi.update(candles.close(i)));
    }

    private static void compareAverages(SampleCandles candles, int length, ClosePriceIndicator close) {
        Ema ema = Ema.ofLength(length);
        compare(candles, "ema", new EMAIndicator(close, length), ema.warmUp(), i -> ema.update(candles.close(i)));
        Ema wilder = Ema.wilder(length);
        compare(candles, "wilder", new MMAIndicator(close, length), wilder.warmUp(),
                i -> wilder.update(candles.close(i)));
        Sma sma = new Sma(length);
        compare(candles, "sma", new SMAIndicator(close, length), sma.warmUp(), i -> sma.update(candles.close(i)));
    }

    private static void compareSpread(SampleCandles candles, int length, ClosePriceIndicator close) {
        StandardDeviation deviation = new StandardDeviation(length);
        compare(candles, "deviation", new StandardDeviationIndicator(close, length), deviation.warmUp(),
                i -> deviation.update(candles.close(i)));
        ZScore score = new ZScore(length);
        compare(candles, "z-score", new SigmaIndicator(close, length), score.warmUp(),
                i -> score.update(candles.close(i)));
        Bollinger bands = new Bollinger(length, 2.5);
        BollingerBandFacade oracle = new BollingerBandFacade(close, length, 2.5);
        compare(candles, "middle", oracle.middle(), bands.warmUp(), i -> {
            bands.update(candles.close(i));
            return bands.middle();
        });
        Bollinger upper = new Bollinger(length, 2.5);
        compare(candles, "upper", oracle.upper(), upper.warmUp(), i -> {
            upper.update(candles.close(i));
            return upper.upper();
        });
        Bollinger lower = new Bollinger(length, 2.5);
        compare(candles, "lower", oracle.lower(), lower.warmUp(), i -> {
            lower.update(candles.close(i));
            return lower.lower();
        });
    }

    private static void compareRanges(SampleCandles candles, int length, BarSeries series) {
        Atr atr = new Atr(length);
        compare(candles, "atr", new ATRIndicator(series, length), atr.warmUp(),
                i -> atr.update(candles.high(i), candles.low(i), candles.close(i)));
        Adx adx = new Adx(length);
        compare(candles, "adx", new ADXIndicator(series, length), adx.warmUp(),
                i -> adx.update(candles.high(i), candles.low(i)));
        Donchian upper = new Donchian(length);
        compare(candles, "donchian upper", new DonchianChannelUpperIndicator(series, length), upper.warmUp(), i -> {
            upper.update(candles.high(i), candles.low(i));
            return upper.upper();
        });
        Donchian lower = new Donchian(length);
        compare(candles, "donchian lower", new DonchianChannelLowerIndicator(series, length), lower.warmUp(), i -> {
            lower.update(candles.high(i), candles.low(i));
            return lower.lower();
        });
    }

    /// Relative above a magnitude of 1, absolute below it: a z-score next to 0 is the difference of two equal prices.
    private static void compare(SampleCandles candles, String what, Indicator<Num> oracle, int warmUp,
            IntToDoubleFunction ours) {
        for (int i = 0; i < candles.size(); i++) {
            double actual = ours.applyAsDouble(i);
            if (i < warmUp - 1) {
                assertThat(actual).as("%s of %s at %d", what, candles, i).isNaN();
                continue;
            }
            double expected = oracle.getValue(i).doubleValue();
            if (what.equals("z-score") && Double.isNaN(expected)) {
                expected = 0;
            }
            assertThat(actual).as("%s of %s at %d", what, candles, i)
                    .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
        }
    }

    private static BarSeries series(SampleCandles candles, NumFactory numbers) {
        BarSeries series = new BaseBarSeriesBuilder().withNumFactory(numbers).build();
        for (int i = 0; i < candles.size(); i++) {
            series.barBuilder().timePeriod(Duration.ofMinutes(1)).endTime(Instant.EPOCH.plusSeconds(60L * (i + 1)))
                    .openPrice(candles.close(i)).highPrice(candles.high(i)).lowPrice(candles.low(i))
                    .closePrice(candles.close(i)).volume(1).add();
        }
        return series;
    }
}
