package io.tradinghub.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void takesTheEndsOfItsRanges() {
        assertThat(new TradeSize(0.0001, 0.05).quantity(10_000, 100, 1, 1)).isEqualTo(1);
        assertThat(new TradeSize(0.05, 10).quantity(10_000, 100, 1, 1)).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"0.00009, 1.5, 'SIZE_RISK_PER_TRADE must be from 0.0001 to 0.05, got 9.0E-5'",
            "0.051, 1.5, 'SIZE_RISK_PER_TRADE must be from 0.0001 to 0.05, got 0.051'",
            "NaN, 1.5, 'SIZE_RISK_PER_TRADE must be from 0.0001 to 0.05, got NaN'",
            "0.01, 0.049, 'SIZE_MAX_LEVERAGE must be from 0.05 to 10, got 0.049'",
            "0.01, 10.1, 'SIZE_MAX_LEVERAGE must be from 0.05 to 10, got 10.1'"})
    void refusesToRiskMoreOrLessThanItsRanges(double risk, double leverage, String message) {
        assertThatThrownBy(() -> new TradeSize(risk, leverage)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
