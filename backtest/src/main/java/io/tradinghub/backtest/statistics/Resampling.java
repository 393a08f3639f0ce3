package io.tradinghub.backtest.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/// What would have come of the same trades or days in another order or another draw. The same seed gives the same
/// answers.
///
/// Sources: Politis and Romano, "The Stationary Bootstrap" (1994); White, "A Reality Check for Data Snooping" (2000).
public final class Resampling {
    private final int simulations;
    private final long seed;

    /// Draws so often, from this seed.
    ///
    /// @param simulations how many draws, at least 1
    public Resampling(int simulations, long seed) {
        if (simulations < 1) {
            throw new IllegalArgumentException("needs at least 1 simulation, got " + simulations);
        }
        this.simulations = simulations;
        this.seed = seed;
    }

    /// What many draws gave.
    public static final class Distribution {
        private final double[] sorted;

        private Distribution(double[] values) {
            this.sorted = values;
            Arrays.sort(values);
        }

        /// Each draw, the smallest first.
        public double[] sorted() {
            return sorted.clone();
        }

        /// Linear between ranks (Hyndman and Fan, type 7).
        ///
        /// @param share from 0 to 1
        public double quantile(double share) {
            if (share == 0) {
                return sorted[0];
            }
            return new Percentile().withEstimationType(EstimationType.R_7).evaluate(sorted, share * 100);
        }

        /// The share of draws above this.
        public double shareAbove(double value) {
            return (double) Arrays.stream(sorted).filter(drawn -> drawn > value).count() / sorted.length;
        }
    }

    /// The deepest fall of cumulative gains, in money, with the trades in random order.
    ///
    /// @param net what each trade brought
    public Distribution drawdownsOfShuffledTrades(double[] net) {
        return draw(random -> {
            double[] shuffled = net.clone();
            for (int i = shuffled.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                double held = shuffled[i];
                shuffled[i] = shuffled[other];
                shuffled[other] = held;
            }
            return deepestFall(shuffled);
        });
    }

    /// The deepest fall of cumulative gains, in money, of trades drawn with replacement.
    public Distribution drawdownsOfDrawnTrades(double[] net) {
        return draw(random -> deepestFall(drawn(net, random)));
    }

    /// The sum of trades drawn with replacement.
    public Distribution sumsOfDrawnTrades(double[] net) {
        return draw(random -> StatUtils.sum(drawn(net, random)));
    }

    private static double[] drawn(double[] values, SplittableRandom random) {
        double[] drawn = new double[values.length];
        Arrays.setAll(drawn, _ -> values[random.nextInt(values.length)]);
        return drawn;
    }

    private static double deepestFall(double[] gains) {
        double sum = 0;
        double peak = 0;
        double deepest = 0;
        for (double gain : gains) {
            sum += gain;
            peak = Math.max(peak, sum);
            deepest = Math.max(deepest, peak - sum);
        }
        return deepest;
    }

    /// The annual Sharpe ratio of days drawn in runs of random length.
    ///
    /// @param returns daily, at least 2
    /// @param meanRun mean length of a run in days, at least 1
    public Distribution sharpeOfDrawnDays(double[] returns, double meanRun) {
        return draw(random -> {
            int[] days = stationary(returns.length, meanRun, random);
            double[] drawn = Arrays.stream(days).mapToDouble(day -> returns[day]).toArray();
            return StatUtils.mean(drawn) / Math.sqrt(StatUtils.variance(drawn))
                    * Math.sqrt(EquityStatistics.DAYS_A_YEAR);
        });
    }

    /// The probability that the best of these parameter sets looks so good by luck alone while none is better than
    /// holding cash (White's reality check).
    ///
    /// @param returns a row for each day with the return of each parameter set
    public double realityCheck(double[][] returns, double meanRun) {
        int days = returns.length;
        int strategies = returns[0].length;
        double[] means = new double[strategies];
        for (double[] row : returns) {
            for (int i = 0; i < strategies; i++) {
                means[i] += row[i] / days;
            }
        }
        double best = StatUtils.max(means);
        Distribution luck = draw(random -> {
            double[] sums = new double[strategies];
            for (int day : stationary(days, meanRun, random)) {
                for (int i = 0; i < strategies; i++) {
                    sums[i] += returns[day][i];
                }
            }
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < strategies; i++) {
                most = Math.max(most, sums[i] / days - means[i]);
            }
            return most;
        });
        return luck.shareAbove(best);
    }

    /// Days in runs that begin anywhere, go on around the end, and have a geometric length.
    private static int[] stationary(int days, double meanRun, SplittableRandom random) {
        int[] drawn = new int[days];
        for (int i = 0; i < days; i++) {
            boolean begins = i == 0 || random.nextDouble() < 1 / meanRun;
            drawn[i] = begins ? random.nextInt(days) : (drawn[i - 1] + 1) % days;
        }
        return drawn;
    }

    private Distribution draw(Draw draw) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[simulations];
        Arrays.setAll(values, _ -> draw.next(random));
        return new Distribution(values);
    }

    /// One draw.
    private interface Draw {
        double next(SplittableRandom random);
    }
}
