package io.tradinghub.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TradeSizeTest {
    private static final TradeSize SIZE = new TradeSize(0.01, 1.5);

    @Test
    void losesTheSetShareOfTheEquityAtTheStop() {
        assertThat(SIZE.quantity(10_000, 100, 50, 1)).isEqualTo(2);
    }

    @Test
    void isWorthNoMoreThanTheInstrumentsShareOfTheLeverage() {
        assertThat(SIZE.quantity(10_000, 100, 0.1, 3)).isEqualTo(50);
    }

    @Test
    void isNothingWithoutEquityOrAStop() {
        assertThat(SIZE.quantity(0, 100, 1, 1)).isZero();
        assertThat(SIZE.quantity(-5, 100, 1, 1)).isZero();
        assertThat(SIZE.quantity(10_000, 100, 0, 1)).isZero();
        assertThat(SIZE.quantity(10_000, 100, Double.NaN, 1)).isZero();
    }
}
