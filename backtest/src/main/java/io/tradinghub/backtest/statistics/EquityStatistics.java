package io.tradinghub.backtest.statistics;

import java.util.Arrays;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.descriptive.moment.Kurtosis;
import org.hipparchus.stat.descriptive.moment.Skewness;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/// What a curve of daily equity says, by the conventions of a market that never closes: UTC days, 365 a year, no
/// risk-free rate, simple returns, the first from the capital at the start.
///
/// Fractions are fractions (-0.08 is a fall of 8 %), `annual` values are for a year. What cannot be computed (no day
/// lost, no variation) is `NaN`.
///
/// Sources: Sharpe 1994; Sortino and Price 1994, with the root of the mean squared loss over all days; Young 1991
/// (Calmar); Martin 1987 (ulcer index, over all days after the start); Keating and Shadwick 2002 (omega at 0);
/// Rockafellar and Uryasev 2000 (CVaR); quantiles are linear between ranks (Hyndman and Fan, type 7).
///
/// @param returns number of daily returns
/// @param annualGrowth compound annual growth
/// @param annualVolatility standard deviation of daily returns, n - 1 in the divisor
/// @param maxDrawdown the deepest fall from a peak, 0 or negative; the start counts as a peak
/// @param peakDay the day of the peak before the deepest point, 0 for the start
/// @param troughDay the day of the deepest point, 0 for the start
/// @param longestDrawdown days from a peak to the first day back at it, or to the end
/// @param openDrawdown days since the last peak; 0 when the curve ends at one
/// @param valueAtRisk the 5 % quantile of daily returns
/// @param conditionalValueAtRisk mean of the daily returns that are no higher than it
/// @param normalValueAtRisk the 5 % quantile of a normal distribution with the same mean and deviation
/// @param normalConditionalValueAtRisk the mean of that distribution below it
/// @param skewness of the sample's own moments
/// @param kurtosis of the sample's own moments, 3 for a normal distribution
/// @param adjustedSkewness the unbiased estimate for a sample
/// @param adjustedExcessKurtosis the unbiased estimate for a sample, 0 for a normal distribution
/// @param tailRatio the 95 % quantile of daily returns over the 5 % quantile, without signs
/// @param dailySharpe mean daily return over its deviation
/// @param probabilityOfSkill the probability that the true Sharpe ratio is above 0
/// @param sharpeError standard error of the annual Sharpe ratio
public record EquityStatistics(int returns, double totalReturn, double annualGrowth, double annualVolatility,
        double sharpe, double sortino, double maxDrawdown, int peakDay, int troughDay, int longestDrawdown,
        int openDrawdown, double calmar, double ulcerIndex, double valueAtRisk, double conditionalValueAtRisk,
        double normalValueAtRisk, double normalConditionalValueAtRisk, double skewness, double kurtosis,
        double adjustedSkewness, double adjustedExcessKurtosis, double omega, double bestDay, double worstDay,
        double positiveDays, double tailRatio, double dailySharpe, double probabilityOfSkill, double sharpeError) {
    static final double DAYS_A_YEAR = 365;
    private static final double TAIL = 0.05;
    private static final int FEWEST_DAYS = 2;

    /// Of a curve of daily closes.
    ///
    /// @param start the capital before the first day, above 0
    /// @param closes equity at the end of each UTC day, at least two, all above 0
    public static EquityStatistics of(double start, double[] closes) {
        if (!(start > 0) || closes.length < FEWEST_DAYS || !Arrays.stream(closes).allMatch(close -> close > 0)) {
            throw new IllegalArgumentException(
                    "needs a positive start, and equity above 0 at the end of at least %d days".formatted(FEWEST_DAYS));
        }
        double[] curve = new double[closes.length + 1];
        curve[0] = start;
        System.arraycopy(closes, 0, curve, 1, closes.length);
        return of(curve, Returns.of(curve), Drawdowns.of(curve));
    }

    private static EquityStatistics of(double[] curve, Returns daily, Drawdowns falls) {
        double[] returns = daily.values;
        int days = returns.length;
        double root = Math.sqrt(DAYS_A_YEAR);
        double mean = daily.mean;
        double deviation = daily.deviation();
        double growth = Math.pow(curve[days] / curve[0], DAYS_A_YEAR / days) - 1;
        double sharpe = mean / deviation;
        double lower = daily.quantile(TAIL);
        NormalDistribution normal = new NormalDistribution();
        double score = normal.inverseCumulativeProbability(TAIL);
        double losses = Math.sqrt(Arrays.stream(returns).map(value -> Math.min(value, 0)).map(value -> value * value)
                .average().orElseThrow());
        double skewness = daily.moment(3) / Math.pow(daily.moment(2), 1.5);
        double kurtosis = daily.moment(4) / Math.pow(daily.moment(2), 2);
        Sharpe evidence = new Sharpe(sharpe, days, skewness, kurtosis);
        return new EquityStatistics(days, curve[days] / curve[0] - 1, growth, deviation * root, sharpe * root,
                losses == 0 ? Double.NaN : mean / losses * root, falls.deepest(), falls.peak(), falls.trough(),
                falls.longest(), falls.open(),
                falls.deepest() == 0 ? Double.NaN : growth / Math.abs(falls.deepest()), falls.ulcerIndex(), lower,
                Arrays.stream(returns).filter(value -> value <= lower).average().orElse(Double.NaN),
                mean + score * deviation, mean - deviation * normal.density(score) / TAIL, skewness, kurtosis,
                new Skewness().evaluate(returns), new Kurtosis().evaluate(returns),
                Arrays.stream(returns).map(value -> Math.max(value, 0)).sum()
                        / Arrays.stream(returns).map(value -> Math.max(-value, 0)).sum(),
                Arrays.stream(returns).max().orElseThrow(), Arrays.stream(returns).min().orElseThrow(),
                (double) Arrays.stream(returns).filter(value -> value > 0).count() / days,
                Math.abs(daily.quantile(1 - TAIL)) / Math.abs(lower), sharpe, evidence.probabilityAbove(0),
                evidence.error() * root);
    }

    /// Daily returns and their moments.
    private static final class Returns {
        private final double[] values;
        private final double mean;

        Returns(double[] values) {
            this.values = values;
            this.mean = Arrays.stream(values).average().orElseThrow();
        }

        static Returns of(double[] curve) {
            double[] values = new double[curve.length - 1];
            for (int day = 0; day < values.length; day++) {
                values[day] = curve[day + 1] / curve[day] - 1;
            }
            return new Returns(values);
        }

        /// The central moment of this order.
        double moment(int order) {
            return Arrays.stream(values).map(value -> Math.pow(value - mean, order)).average().orElseThrow();
        }

        double deviation() {
            return Math.sqrt(moment(2) * values.length / (values.length - 1));
        }

        double quantile(double share) {
            return new Percentile().withEstimationType(EstimationType.R_7).evaluate(values, share * 100);
        }
    }
}
