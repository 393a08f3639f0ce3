package io.tradinghub.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.backtest.ReferenceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The expected values are those of plain formulae in Python, where quantstats, empyrical and vectorbt agree with them.
class EquityStatisticsTest {
    private static final double PRECISION = 1e-9;
    private static final double[] TWELVE_DAYS = {10100, 10302, 9889.92, 9988.8192, 10188.595584, 10188.595584,
            9679.1658048, 9485.582488704, 10054.71743802624, 10557.453309927552, 10346.304243729, 10760.15641347816};

    @Test
    void isWhatOtherProgramsComputeOfTwelveDays() {
        Map<String, Double> computed = byName(EquityStatistics.of(10_000, TWELVE_DAYS));
        Map<String, Double> expected = Map.ofEntries(Map.entry("n_returns", 12.0),
                Map.entry("total_return", 0.07601564134781591), Map.entry("cagr", 8.285713429759651),
                Map.entry("volatility_ann", 0.6584646972888965), Map.entry("sharpe", 3.695465137845846),
                Map.entry("sortino", 6.303006517247354), Map.entry("max_drawdown", -0.07924844799999997),
                Map.entry("max_drawdown_trough_index", 8.0), Map.entry("max_drawdown_peak_index", 2.0),
                Map.entry("longest_drawdown_days", 8.0), Map.entry("open_drawdown_days", 0.0),
                Map.entry("calmar", 104.55363655525032), Map.entry("ulcer_index", 0.033761554912928086),
                Map.entry("var95_historical", -0.0445), Map.entry("cvar95_historical", -0.05),
                Map.entry("var95_normal", -0.050024229240914944), Map.entry("cvar95_normal", -0.0644260039160446),
                Map.entry("skew_population", -0.10874601372475164),
                Map.entry("kurtosis_raw_population", 2.0369637650978727),
                Map.entry("skew_sample_adjusted", -0.124939657680624),
                Map.entry("excess_kurtosis_sample_adjusted", -0.7968242399000469),
                Map.entry("omega_0", 1.6153846153846154), Map.entry("best_day", 0.06), Map.entry("worst_day", -0.05),
                Map.entry("positive_days", 7 / 12.0), Map.entry("tail_ratio", 1.2247191011235967),
                Map.entry("sharpe_per_day", 0.19342948582466576), Map.entry("psr_0", 0.7362726172622376),
                Map.entry("sharpe_standard_error_ann", 5.848216312610498));
        assertThat(computed.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, value) -> assertEqual(name, computed, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "ema-bybit-5m-longflat", "btc-buy-and-hold"})
    @EnabledIfEnvironmentVariable(named = ReferenceFiles.FOLDER, matches = ".+")
    void isWhatOtherProgramsComputeOfLongCurves(String series) {
        JsonNode reference = ReferenceFiles.json("stats-reference.json").path("series").path(series);
        double[] closes = ReferenceFiles.column(reference.path("input").asText(), "equity");
        Map<String, Double> computed = byName(
                EquityStatistics.of(reference.path("start_capital").doubleValue(), closes));
        assertThat(reference.path("plain").size()).isEqualTo(computed.size());
        reference.path("plain").properties()
                .forEach(entry -> assertEqual(entry.getKey(), computed, entry.getValue().doubleValue()));
    }

    private static void assertEqual(String name, Map<String, Double> computed, double value) {
        assertThat(computed.get(name)).as(name).isCloseTo(value, within(PRECISION * Math.max(1, Math.abs(value))));
    }

    private static Map<String, Double> byName(EquityStatistics of) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("n_returns", (double) of.returns());
        values.put("total_return", of.totalReturn());
        values.put("cagr", of.annualGrowth());
        values.put("volatility_ann", of.annualVolatility());
        values.put("sharpe", of.sharpe());
        values.put("sortino", of.sortino());
        values.put("max_drawdown", of.maxDrawdown());
        values.put("max_drawdown_trough_index", (double) of.troughDay());
        values.put("max_drawdown_peak_index", (double) of.peakDay());
        values.put("longest_drawdown_days", (double) of.longestDrawdown());
        values.put("open_drawdown_days", (double) of.openDrawdown());
        values.put("calmar", of.calmar());
        values.put("ulcer_index", of.ulcerIndex());
        values.put("var95_historical", of.valueAtRisk());
        values.put("cvar95_historical", of.conditionalValueAtRisk());
        values.put("var95_normal", of.normalValueAtRisk());
        values.put("cvar95_normal", of.normalConditionalValueAtRisk());
        values.put("skew_population", of.skewness());
        values.put("kurtosis_raw_population", of.kurtosis());
        values.put("skew_sample_adjusted", of.adjustedSkewness());
        values.put("excess_kurtosis_sample_adjusted", of.adjustedExcessKurtosis());
        values.put("omega_0", of.omega());
        values.put("best_day", of.bestDay());
        values.put("worst_day", of.worstDay());
        values.put("positive_days", of.positiveDays());
        values.put("tail_ratio", of.tailRatio());
        values.put("sharpe_per_day", of.dailySharpe());
        values.put("psr_0", of.probabilityOfSkill());
        values.put("sharpe_standard_error_ann", of.sharpeError());
        return values;
    }

    @Test
    void aCurveThatOnlyRisesHasNoDrawdownAndNoRatioToIt() {
        EquityStatistics rising = EquityStatistics.of(100, new double[]{101, 103, 104});
        assertThat(rising.maxDrawdown()).isZero();
        assertThat(rising.longestDrawdown()).isZero();
        assertThat(rising.calmar()).isNaN();
        assertThat(rising.sortino()).isNaN();
    }

    @Test
    void theStartCountsAsAPeakAndAnOpenDrawdownToTheEnd() {
        EquityStatistics falling = EquityStatistics.of(100, new double[]{90, 95, 80, 99});
        assertThat(falling.maxDrawdown()).isCloseTo(-0.2, within(PRECISION));
        assertThat(falling.peakDay()).isZero();
        assertThat(falling.troughDay()).isEqualTo(3);
        assertThat(falling.longestDrawdown()).isEqualTo(4);
        assertThat(falling.openDrawdown()).isEqualTo(4);
    }

    @Test
    void refusesWhatHasNoReturns() {
        assertThatThrownBy(() -> EquityStatistics.of(0, TWELVE_DAYS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EquityStatistics.of(100, new double[]{101}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EquityStatistics.of(100, new double[]{101, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
