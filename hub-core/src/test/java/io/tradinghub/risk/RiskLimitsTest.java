package io.tradinghub.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RiskLimitsTest {

    private static RiskLimits limits(String position, String order, int rate, long dataAgeMillis, String loss,
            double drawdown) {
        return new RiskLimits(new BigDecimal(position), new BigDecimal(order), rate, Duration.ofMillis(dataAgeMillis),
                new BigDecimal(loss), drawdown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0     | 400 | 3  | 15000 | 100 | 0.2  | maximum position notional must be positive, got 0
            -1    | 400 | 3  | 15000 | 100 | 0.2  | maximum position notional must be positive, got -1
            1000  | 0   | 3  | 15000 | 100 | 0.2  | maximum order notional must be positive, got 0
            1000  | 400 | 0  | 15000 | 100 | 0.2  | orders per minute must be at least 1, got 0
            1000  | 400 | 3  | 0     | 100 | 0.2  | maximum data age must be positive, got PT0S
            1000  | 400 | 3  | -1    | 100 | 0.2  | maximum data age must be positive, got PT-0.001S
            1000  | 400 | 3  | 15000 | 0   | 0.2  | maximum daily loss must be positive, got 0
            1000  | 400 | 3  | 15000 | 100 | 0    | maximum drawdown must be a fraction in (0, 1], got 0.0
            1000  | 400 | 3  | 15000 | 100 | 1.01 | maximum drawdown must be a fraction in (0, 1], got 1.01
            1000  | 400 | 3  | 15000 | 100 | NaN  | maximum drawdown must be a fraction in (0, 1], got NaN
            """)
    void refusesALimitThatWouldLimitNothingOrForbidEverything(String position, String order, int rate,
            long dataAgeMillis, String loss, double drawdown, String message) {
        assertThatThrownBy(() -> limits(position, order, rate, dataAgeMillis, loss, drawdown))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void takesTheTightestAndTheWidestThatMeanSomething() {
        RiskLimits tightest = limits("0.01", "0.01", 1, 1, "0.01", 0.0001);
        assertThat(tightest.maxOrdersPerMinute()).isEqualTo(1);
        assertThat(limits("1000", "400", 3, 15_000, "100", 1).maxDrawdown()).isEqualTo(1);
    }
}
