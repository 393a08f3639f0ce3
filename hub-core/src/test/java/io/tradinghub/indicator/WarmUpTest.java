package io.tradinghub.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class WarmUpTest {

    @Test
    void anEmaStartsWithTheInputAfterItsLength() {
        Ema ema = Ema.ofLength(3);

        assertThat(new double[]{ema.update(1), ema.update(2), ema.update(3), ema.update(4), ema.update(8)})
                .containsExactly(Double.NaN, Double.NaN, Double.NaN, 4, 6);
        assertThat(ema.isReady()).isTrue();
    }

    @Test
    void averagesStartedAtDifferentTimesAgreeOnceSettled() {
        SampleCandles candles = SampleCandles.random(5, 6_000);
        Ema early = Ema.ofLength(100);
        Ema late = Ema.ofLength(100);
        int start = candles.size() - late.settlesAfter();
        for (int i = 0; i < candles.size(); i++) {
            early.update(candles.close(i));
            if (i >= start) {
                late.update(candles.close(i));
            }
        }

        assertThat(start).isPositive();
        assertThat(late.value() / early.value()).isCloseTo(1, within(1e-7));
    }

    @Test
    void directionalIndexesStartedAtDifferentTimesAgreeOnceSettled() {
        SampleCandles candles = SampleCandles.random(6, 6_000);
        Adx early = new Adx(14);
        Adx late = new Adx(14);
        int start = candles.size() - late.settlesAfter();
        for (int i = 0; i < candles.size(); i++) {
            early.update(candles.high(i), candles.low(i));
            if (i >= start) {
                late.update(candles.high(i), candles.low(i));
            }
        }

        assertThat(late.value()).isCloseTo(early.value(), within(1e-4));
    }

    @Test
    void aPriceThatDoesNotMoveHasNoStrengthAndNoTrend() {
        Rsi rsi = new Rsi(5);
        Adx adx = new Adx(5);
        for (int i = 0; i < 20; i++) {
            rsi.update(7);
            adx.update(7, 7);
        }

        assertThat(new double[]{rsi.value(), adx.value()}).containsExactly(0, 0);
    }

    @Test
    void refusesALengthThatLooksBackOnNothing() {
        assertThatThrownBy(() -> new Sma(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("indicator length must be 1 or more, got 0");
        assertThatThrownBy(() -> new ZScore(1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("indicator length must be 2 or more, got 1");
        assertThatThrownBy(() -> new Bollinger(20, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("band width must be positive, got 0.0");
    }
}
