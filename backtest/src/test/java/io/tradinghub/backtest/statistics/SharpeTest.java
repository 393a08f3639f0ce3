package io.tradinghub.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// The example of "The Deflated Sharpe Ratio": 2.5 a year over five years of 250 days, the best of 100 trials whose
/// annual ratios have a variance of 1/2.
class SharpeTest {
    private static final double DAYS = 250;
    private static final double VARIANCE = 0.5 / DAYS;
    private static final Sharpe PUBLISHED = new Sharpe(2.5 / Math.sqrt(DAYS), 1_250, -3, 10);

    @Test
    void isTheExampleOfThePaper() {
        assertThat(Sharpe.bestByLuck(VARIANCE, 100)).isCloseTo(0.1132, within(5e-5));
        assertThat(PUBLISHED.deflated(VARIANCE, 100)).isCloseTo(0.9004, within(5e-5));
        assertThat(PUBLISHED.deflated(VARIANCE, 46)).isCloseTo(0.9505, within(5e-5));
    }

    @Test
    void isThePlainFormulaToNineDigits() {
        assertThat(Sharpe.bestByLuck(VARIANCE, 100)).isCloseTo(0.11317200186513214, within(1e-9));
        assertThat(PUBLISHED.deflated(VARIANCE, 100)).isCloseTo(0.9003968344493903, within(1e-9));
        assertThat(PUBLISHED.probabilityAbove(0)).isCloseTo(0.9999968595078976, within(1e-9));
        assertThat(PUBLISHED.periodsNeeded(0, 0.95)).isCloseTo(166.6432886765355, within(1e-7));
        assertThat(new Sharpe(2.5 / Math.sqrt(DAYS), 1_250, 0, 3).deflated(VARIANCE, 88))
                .isCloseTo(0.9504908166760139, within(1e-9));
    }
}
