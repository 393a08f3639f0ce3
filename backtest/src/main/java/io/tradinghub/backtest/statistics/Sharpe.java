package io.tradinghub.backtest.statistics;

import org.hipparchus.distribution.continuous.NormalDistribution;

/// A Sharpe ratio that was measured, and how sure it is.
///
/// Sources: Bailey and Lopez de Prado, "The Sharpe Ratio Efficient Frontier" (2012) and "The Deflated Sharpe Ratio"
/// (2014).
///
/// @param ratio for one period, not a year
/// @param periods number of returns it was measured over, at least 2
/// @param skewness of the returns
/// @param kurtosis of the returns, 3 for a normal distribution
public record Sharpe(double ratio, int periods, double skewness, double kurtosis) {
    private static final double EULER_MASCHERONI = 0.5772156649015329;
    private static final NormalDistribution NORMAL = new NormalDistribution();

    /// The probability that the true ratio is above this one (the probabilistic Sharpe ratio).
    ///
    /// @param reference for one period
    public double probabilityAbove(double reference) {
        return NORMAL.cumulativeProbability((ratio - reference) * Math.sqrt(periods - 1) / Math.sqrt(spread()));
    }

    /// The probability that the true ratio is above 0 although this is the best of so many trials (the deflated Sharpe
    /// ratio).
    ///
    /// @param variance of the ratios of all trials, for one period
    /// @param trials number of independent ones, above 1
    public double deflated(double variance, double trials) {
        return probabilityAbove(bestByLuck(variance, trials));
    }

    /// The best ratio to expect of trials whose true ratio is 0.
    ///
    /// @param variance of the ratios of all trials
    /// @param trials number of independent ones, above 1
    public static double bestByLuck(double variance, double trials) {
        return Math.sqrt(variance) * ((1 - EULER_MASCHERONI) * NORMAL.inverseCumulativeProbability(1 - 1 / trials)
                + EULER_MASCHERONI * NORMAL.inverseCumulativeProbability(1 - 1 / (trials * Math.E)));
    }

    /// How many returns it takes until a ratio like this one is above the reference with this confidence.
    ///
    /// @param reference for one period, below the ratio
    /// @param confidence for example 0.95
    public double periodsNeeded(double reference, double confidence) {
        double score = NORMAL.inverseCumulativeProbability(confidence) / (ratio - reference);
        return 1 + spread() * score * score;
    }

    /// Standard error of the ratio.
    public double error() {
        return Math.sqrt(spread() / (periods - 1));
    }

    private double spread() {
        return 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio * ratio;
    }
}
