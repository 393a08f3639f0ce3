package io.tradinghub.backtest.statistics;

import java.util.Arrays;

import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.regression.SimpleRegression;
import org.hipparchus.util.Combinations;
import org.hipparchus.util.CombinatoricsUtils;

/// How often the best of many parameter sets in one half of the days is below the middle in the other half.
///
/// Source: Bailey, Borwein, Lopez de Prado and Zhu, "The Probability of Backtest Overfitting" (2017), by combinatorially
/// symmetric cross-validation. Days that do not fill a block are left out at the start.
///
/// @param splits ways in which the blocks were halved
/// @param days used
/// @param strategies parameter sets
/// @param probability of overfitting: the share of splits whose best is at or below the median in the other half
/// @param probabilityOfLoss the share of splits whose best loses in the other half
/// @param slope of the best one's daily Sharpe ratio in the other half over that in its own
/// @param intercept of that line
/// @param fit its coefficient of determination
/// @param medianLogit median of the logarithm of the odds of the best one's rank in the other half
/// @param inSample mean daily Sharpe ratio of the best ones in their own half
/// @param outOfSample the same in the other half
public record Overfitting(int splits, int days, int strategies, double probability, double probabilityOfLoss,
        double slope, double intercept, double fit, double medianLogit, double inSample, double outOfSample) {

    /// Of the daily returns of all parameter sets that were tried.
    ///
    /// @param returns a row for each day with the return of each parameter set
    /// @param blocks even, at least 2, no more than there are days
    public static Overfitting of(double[][] returns, int blocks) {
        if (blocks < 2 || blocks % 2 != 0 || returns.length < blocks) {
            throw new IllegalArgumentException("needs an even number of blocks and a day for each, got %d and %d"
                    .formatted(blocks, returns.length));
        }
        int length = returns.length / blocks;
        int days = length * blocks;
        int strategies = returns[0].length;
        Sums[] sums = new Sums[blocks];
        for (int block = 0; block < blocks; block++) {
            sums[block] = Sums.of(returns, returns.length - days + block * length, length, strategies);
        }
        Combinations halves = new Combinations(blocks, blocks / 2);
        int splits = 0;
        double[] logits = new double[Math.toIntExact(CombinatoricsUtils.binomialCoefficient(blocks, blocks / 2))];
        double[] own = new double[logits.length];
        double[] other = new double[logits.length];
        for (int[] half : halves) {
            boolean[] isIn = new boolean[blocks];
            Arrays.stream(half).forEach(block -> isIn[block] = true);
            double[] inside = Sums.sharpe(sums, isIn, true, days / 2);
            double[] outside = Sums.sharpe(sums, isIn, false, days / 2);
            int best = indexOfLargest(inside);
            double rank = new NaturalRanking().rank(outside)[best] / (strategies + 1);
            logits[splits] = Math.log(rank / (1 - rank));
            own[splits] = inside[best];
            other[splits] = outside[best];
            splits++;
        }
        SimpleRegression line = new SimpleRegression();
        for (int i = 0; i < splits; i++) {
            line.addData(own[i], other[i]);
        }
        return new Overfitting(splits, days, strategies, share(logits, true), share(other, false), line.getSlope(),
                line.getIntercept(), line.getRSquare(), StatUtils.percentile(logits, 50), StatUtils.mean(own),
                StatUtils.mean(other));
    }

    private static double share(double[] values, boolean withZero) {
        long found = Arrays.stream(values).filter(value -> withZero ? value <= 0 : value < 0).count();
        return (double) found / values.length;
    }

    private static int indexOfLargest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /// Sums of the returns of one block, and of their squares, for each parameter set.
    private static final class Sums {
        private final double[] returns;
        private final double[] squares;

        Sums(double[] returns, double[] squares) {
            this.returns = returns;
            this.squares = squares;
        }

        static Sums of(double[][] rows, int from, int length, int strategies) {
            double[] sum = new double[strategies];
            double[] squares = new double[strategies];
            for (int day = from; day < from + length; day++) {
                for (int strategy = 0; strategy < strategies; strategy++) {
                    double value = rows[day][strategy];
                    sum[strategy] += value;
                    squares[strategy] += value * value;
                }
            }
            return new Sums(sum, squares);
        }

        /// The daily Sharpe ratio of each parameter set over the blocks inside or outside of the half; 0 where nothing
        /// was traded.
        static double[] sharpe(Sums[] blocks, boolean[] isIn, boolean inside, int days) {
            int strategies = blocks[0].returns.length;
            double[] sum = new double[strategies];
            double[] squares = new double[strategies];
            for (int block = 0; block < blocks.length; block++) {
                if (isIn[block] == inside) {
                    for (int strategy = 0; strategy < strategies; strategy++) {
                        sum[strategy] += blocks[block].returns[strategy];
                        squares[strategy] += blocks[block].squares[strategy];
                    }
                }
            }
            double[] ratios = new double[strategies];
            for (int strategy = 0; strategy < strategies; strategy++) {
                double mean = sum[strategy] / days;
                double variance = (squares[strategy] - days * mean * mean) / (days - 1);
                ratios[strategy] = variance > 0 ? mean / Math.sqrt(variance) : 0;
            }
            return ratios;
        }
    }
}
