package io.tradinghub.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// What months of candles do to a window: ten million updates, checked now and then against a computation from scratch.
final class DriftTest {
    private static final int UPDATES = 10_000_000;
    private static final int LENGTH = 97;
    private static final Percentage BILLIONTH = Percentage.withPercentage(1e-7);

    @Test
    void windowsDoNotDriftOverTenMillionUpdates() {
        CandleColumns candles = CandleColumns.random(42, 100_000);
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
        ZScore score = new ZScore(10);
        for (int i = 0; i < 25; i++) {
            score.update(0.1);
        }

        assertThat(score.standardDeviation()).isZero();
        assertThat(score.value()).isZero();
    }

    private static void checkAgainst(double[] window, Sma sma, StandardDeviation deviation, Donchian channel) {
        double sum = 0;
        double highest = window[0];
        double lowest = window[0];
        for (double value : window) {
            sum += value;
            highest = Math.max(highest, value);
            lowest = Math.min(lowest, value);
        }
        double mean = sum / window.length;
        double squares = 0;
        for (double value : window) {
            squares += (value - mean) * (value - mean);
        }
        assertThat(sma.value()).isCloseTo(mean, BILLIONTH);
        assertThat(deviation.mean()).isCloseTo(mean, BILLIONTH);
        assertThat(deviation.value()).isCloseTo(Math.sqrt(squares / window.length), BILLIONTH);
        assertThat(channel.upper()).isEqualTo(highest);
        assertThat(channel.lower()).isEqualTo(lowest);
    }
}
