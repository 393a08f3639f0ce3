package io.tradinghub.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ZScoreTest {

    @Test
    void isBeyondAScoreExactlyWhereItsValueIs() {
        SampleCandles candles = SampleCandles.random(43, 20_000);
        ZScore score = new ZScore(20);
        int beyond = 0;
        for (int i = 0; i < candles.size(); i++) {
            double value = score.update(candles.close(i));
            assertThat(score.isBeyond(1.5)).isEqualTo(Math.abs(value) >= 1.5);
            beyond += score.isBeyond(1.5) ? 1 : 0;
        }

        assertThat(beyond).isBetween(1_000, 19_000);
    }

    @Test
    void hasTheSignOfItsDistance() {
        SampleCandles candles = SampleCandles.random(44, 1_000);
        ZScore score = new ZScore(20);
        for (int i = 0; i < candles.size(); i++) {
            double sign = Math.signum(score.update(candles.close(i)));
            assertThat(Double.valueOf(Math.signum(score.distance()))).isEqualTo(Double.valueOf(sign));
        }
    }

    @Test
    void equalInputsAreBeyondNoScore() {
        ZScore score = new ZScore(10);
        for (int i = 0; i < 25; i++) {
            score.update(0.1);
        }

        assertThat(score.value()).isZero();
        assertThat(score.isBeyond(1e-9)).isFalse();
    }
}
