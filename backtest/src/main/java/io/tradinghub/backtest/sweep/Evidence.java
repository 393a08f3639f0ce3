package io.tradinghub.backtest.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.tradinghub.backtest.statistics.EquityStatistics;
import io.tradinghub.backtest.statistics.Overfitting;
import io.tradinghub.backtest.statistics.Resampling;
import io.tradinghub.backtest.statistics.Sharpe;
import org.hipparchus.stat.StatUtils;

/// How likely the best of all sets is luck, judged from the daily returns of all of them.
///
/// Every set counts as a trial of its own. Sets that resemble each other are fewer trials in truth, so this doubts
/// rather too much.
///
/// @param trials sets that ran
/// @param days over which they are compared
/// @param sharpe of the best, a year
/// @param luck the Sharpe ratio a year that the best of so many sets without any worth is expected to show
/// @param deflated the probability that the best one's true Sharpe ratio is above 0 although it was chosen
/// @param overfitting by cross-validation; empty with too few days
/// @param realityCheck the probability that the best of sets without worth earns as much
record Evidence(int trials, int days, double sharpe, double luck, double deflated, Optional<Overfitting> overfitting,
        double realityCheck) {
    private static final int FEWEST_DAYS = 10;
    private static final int FEWEST_DAYS_A_BLOCK = 4;
    private static final int MOST_BLOCKS = 16;
    private static final int BLOCKS_OF_MANY = 10;
    private static final int MANY = 1_500;
    private static final int SIMULATIONS = 1_000;
    private static final long SEED = 1;
    private static final double MEAN_RUN = 10;
    private static final double SURE = 0.95;
    private static final double EVEN = 0.5;
    private static final double RARE = 0.05;
    private static final double SELDOM = 0.2;
    private static final double PERCENT = 100;

    /// Judges the best of these sets; empty with fewer than two, with too few days, or when a set is ruined.
    static Optional<Evidence> of(TrialRow best, List<TrialRow> rows) {
        int days = best.days().size() - 1;
        if (rows.size() < 2 || days < FEWEST_DAYS || best.days().stream().anyMatch(value -> value <= 0)
                || rows.stream().anyMatch(row -> row.days().size() != best.days().size())) {
            return Optional.empty();
        }
        List<double[]> returns = rows.stream().map(TrialRow::returns).toList();
        double[] ratios = returns.stream().mapToDouble(Evidence::ratio).toArray();
        double variance = StatUtils.variance(ratios);
        double[] closes = best.days().stream().skip(1).mapToDouble(Double::doubleValue).toArray();
        EquityStatistics daily = EquityStatistics.of(best.days().getFirst(), closes);
        if (!Double.isFinite(daily.dailySharpe())) {
            return Optional.empty();
        }
        double year = daily.sharpe() / daily.dailySharpe();
        Sharpe sharpe = new Sharpe(daily.dailySharpe(), days, daily.skewness(), daily.kurtosis());
        double[][] matrix = new double[days][rows.size()];
        for (int day = 0; day < days; day++) {
            for (int set = 0; set < matrix[day].length; set++) {
                matrix[day][set] = returns.get(set)[day];
            }
        }
        return Optional.of(new Evidence(rows.size(), days, daily.sharpe(),
                Sharpe.bestByLuck(variance, rows.size()) * year, sharpe.deflated(variance, rows.size()),
                overfitting(matrix), new Resampling(SIMULATIONS, SEED).realityCheck(matrix, MEAN_RUN)));
    }

    private static double ratio(double[] returns) {
        double variance = StatUtils.variance(returns);
        return variance > 0 ? StatUtils.mean(returns) / Math.sqrt(variance) : 0;
    }

    private static Optional<Overfitting> overfitting(double[][] matrix) {
        int most = matrix[0].length > MANY ? BLOCKS_OF_MANY : MOST_BLOCKS;
        int blocks = Math.min(most, matrix.length / FEWEST_DAYS_A_BLOCK / 2 * 2);
        return blocks < 4 ? Optional.empty() : Optional.of(Overfitting.of(matrix, blocks));
    }

    /// The same in words.
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (!(sharpe > 0)) {
            words.add("Even the best set loses.");
        }
        words.add(String.format(Locale.ROOT,
                "The best of %d sets without any worth shows a Sharpe ratio of about %.2f over %d days by luck; "
                        + "this one shows %.2f.",
                trials, luck, days, sharpe));
        words.add(String.format(Locale.ROOT, "Deflated Sharpe ratio: %.0f %%. ", PERCENT * deflated) + ofDeflated());
        overfitting.ifPresent(found -> words.add(String.format(Locale.ROOT,
                "Probability of back-test overfitting: %.0f %%. In so many of %,d ways to halve the days the best set "
                        + "of one half is no better than the middle in the other. ",
                PERCENT * found.probability(), found.splits()) + ofOverfitting(found.probability())));
        words.add(String.format(Locale.ROOT,
                "Reality check: %.0f %%. So often does the best of sets without worth earn as much. ",
                PERCENT * realityCheck) + ofRealityCheck());
        return words;
    }

    private String ofDeflated() {
        if (deflated < EVEN) {
            return String.format(Locale.ROOT, "The best of %d is what luck gives.", trials);
        }
        return deflated < SURE
                ? String.format(Locale.ROOT, "That is not enough to tell the best of %d from luck; 95 %% would be.",
                        trials)
                : "It is more than luck gives, if nothing else was tried.";
    }

    private static String ofOverfitting(double probability) {
        if (probability >= EVEN) {
            return "Choosing the best does not help here.";
        }
        return probability > SELDOM
                ? "Choosing the best helps little."
                : "What is best in one half tends to be good in the other.";
    }

    private String ofRealityCheck() {
        return realityCheck > RARE
                ? "That is no reason to believe in it."
                : "That is seldom enough to look further.";
    }
}
