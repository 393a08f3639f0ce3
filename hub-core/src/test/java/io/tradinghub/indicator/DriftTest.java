package io.tradinghub.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// What months of candles do to a window: ten million updates, checked now and then against a computation from scratch.
final class DriftTest {
    private static final int UPDATES = 10_000_000;
    private static final int LENGTH = 97;
    private static final Percentage BILLIONTH = Percentage.withPercentage(1e-7);

    @Test
    void windowsDoNotDriftOverTenMillionUpdates() {
        SampleCandles candles = SampleCandles.random(42, 100_000);
        Sma sma = new Sma(LENGTH);
        StandardDeviation deviation = new StandardDeviation(LENGTH);
        Donchian channel = new Donchian(LENGTH);
        double[] window = new double[LENGTH];
        for (int i = 0; i < UPDATES; i++) {
            double input = candles.close(i % candles.size()) * (1 + i / 1e6);
            window[i % LENGTH] = input;
            sma.update(input);
            deviation.update(input);
            channel.update(input, input);
            if (i % 99_991 == 99_990) {
                checkAgainst(window, sma, deviation, channel);
            }
        }
    }

    @Test
    void aCrashLeavesNoTraceInTheDeviationOfTheCalmAfterIt() {
        StandardDeviation deviation = new StandardDeviation(20);
        for (int i = 0; i < 30; i++) {
            deviation.update(1e9 + i * 1e6);
        }
        for (int i = 0; i < 40; i++) {
            deviation.update(1 + (i % 2) * 1e-6);
        }

        assertThat(deviation.value()).isCloseTo(5e-7, within(1e-15));
    }

    @Test
    void equalInputsHaveNoDeviationAtAll() {
        StandardDeviation deviation = new StandardDeviation(10);
        for (int i = 0; i < 25; i++) {
            deviation.update(0.1);
        }

        assertThat(deviation.value()).isZero();
    }

    /// In every window the newest input of a block stands far from all others.
    @Test
    void aLastInputFarAwayDoesNotBlurTheDeviation() {
        int length = 1_000;
        StandardDeviation deviation = new StandardDeviation(length);
        double[] window = new double[length];
        for (int i = 0; i < 10 * length; i++) {
            double input = i % length == length - 1 ? 1 : 1e6 + Math.sin(i);
            window[i % length] = input;
            deviation.update(input);
            if (i >= length && i % 37 == 0) {
                assertThat(deviation.value()).isCloseTo(deviation(window), BILLIONTH);
            }
        }
    }

    private static void checkAgainst(double[] window, Sma sma, StandardDeviation deviation, Donchian channel) {
        assertThat(sma.value()).isCloseTo(mean(window), BILLIONTH);
        assertThat(deviation.mean()).isCloseTo(mean(window), BILLIONTH);
        assertThat(deviation.value()).isCloseTo(deviation(window), BILLIONTH);
        assertThat(channel.upper()).isEqualTo(Arrays.stream(window).max().orElseThrow());
        assertThat(channel.lower()).isEqualTo(Arrays.stream(window).min().orElseThrow());
    }

    private static double mean(double[] window) {
        return Arrays.stream(window).sum() / window.length;
    }

    private static double deviation(double[] window) {
        double mean = mean(window);
        return Math.sqrt(Arrays.stream(window).map(value -> (value - mean) * (value - mean)).sum() / window.length);
    }
}
