package io.tradinghub.backtest.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

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

    /// Where many paths were, step by step.
    public static final class Paths {
        private final int[] at;
        private final List<Distribution> values;

        private Paths(int[] at, List<Distribution> values) {
            this.at = at;
            this.values = List.copyOf(values);
        }

        /// The steps that are kept, the first and the last among them.
        public int[] at() {
            return at.clone();
        }

        /// A value at each of these steps that this share of the paths was below.
        ///
        /// @param share from 0 to 1
        public double[] band(double share) {
            return values.stream().mapToDouble(value -> value.quantile(share)).toArray();
        }

        /// Where the paths ended.
        public Distribution ends() {
            return values.getLast();
        }
    }

    /// The deepest fall of cumulative gains, in money, with the trades in random order.
    ///
    /// @param net what each trade brought
    public Distribution drawdownsOfShuffledTrades(double[] net) {
        return draw(random -> deepestFall(shuffled(net, random)));
    }

    private static double[] shuffled(double[] net, SplittableRandom random) {
        double[] shuffled = net.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double held = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = held;
        }
        return shuffled;
    }

    /// The deepest fall of cumulative gains, in money, of trades drawn with replacement.
    public Distribution drawdownsOfDrawnTrades(double[] net) {
        return draw(random -> deepestFall(drawn(net, random)));
    }

    /// How cumulative gains go with the trades in random order; all end at the same sum.
    ///
    /// @param net what each trade brought
    /// @param most points of the path to keep
    public Paths pathsOfShuffledTrades(double[] net, int most) {
        return paths(net.length, most, random -> {
            double[] gains = shuffled(net, random);
            double[] path = new double[gains.length + 1];
            for (int i = 0; i < gains.length; i++) {
                path[i + 1] = path[i] + gains[i];
            }
            return path;
        });
    }

    /// What 1 becomes over days drawn in runs of random length.
    ///
    /// @param returns daily
    /// @param meanRun mean length of a run in days, at least 1
    /// @param most points of the path to keep
    public Paths pathsOfDrawnDays(double[] returns, double meanRun, int most) {
        return paths(returns.length, most, random -> {
            double[] path = new double[returns.length + 1];
            path[0] = 1;
            int step = 1;
            for (int day : stationary(returns.length, meanRun, random)) {
                path[step] = path[step - 1] * (1 + returns[day]);
                step++;
            }
            return path;
        });
    }

    private Paths paths(int steps, int most, Function<SplittableRandom, double[]> next) {
        int points = Math.min(steps, most);
        int[] at = new int[points + 1];
        Arrays.setAll(at, point -> (int) ((long) point * steps / points));
        double[][] values = new double[at.length][simulations];
        SplittableRandom random = new SplittableRandom(seed);
        for (int simulation = 0; simulation < simulations; simulation++) {
            double[] path = next.apply(random);
            for (int point = 0; point < at.length; point++) {
                values[point][simulation] = path[at[point]];
            }
        }
        return new Paths(at, Arrays.stream(values).map(Distribution::new).toList());
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
