package io.tradinghub.backtest.sweep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.tradinghub.backtest.statistics.Drawdowns;
import io.tradinghub.backtest.statistics.EquityStatistics;

/// What trading the best set of the days before would have brought, turn by turn.
final class WalkForwardResult {
    private static final int FEWEST_DAYS = 2;
    private static final double PERCENT = 100;
    private final List<Turn> turns;
    private final double[] curve;

    /// What a turn showed and what it brought.
    ///
    /// @param train what the chosen set did on the days it was chosen on; empty if no set could be judged
    /// @param test what it did on the days after them; empty when nothing was traded
    record Turn(WalkForward.Window window, Optional<TrialRow> train, Optional<TrialRow> test) {}

    private WalkForwardResult(List<Turn> turns, double[] curve) {
        this.turns = List.copyOf(turns);
        this.curve = curve;
    }

    /// Chains the turns; each begins with the money that the one before ended with. Days without a set are flat.
    static WalkForwardResult of(List<WalkForwardTurn> turns, Map<Trial.Key, TrialRow> rows) {
        List<Turn> ended = new ArrayList<>();
        List<Double> curve = new ArrayList<>();
        double value = 1;
        curve.add(value);
        for (WalkForwardTurn turn : turns) {
            Optional<TrialRow> test = turn.test().map(trial -> Objects.requireNonNull(rows.get(trial.key())));
            double[] returns = test.map(TrialRow::returns).orElse(new double[0]);
            long days = Duration.between(turn.window().test().from(), turn.window().test().to()).toDays();
            for (int day = 0; day < days; day++) {
                value *= 1 + (day < returns.length ? returns[day] : 0);
                curve.add(value);
            }
            ended.add(new Turn(turn.window(), turn.chosen(), test));
        }
        return new WalkForwardResult(ended, curve.stream().mapToDouble(Double::doubleValue).toArray());
    }

    List<Turn> turns() {
        return turns;
    }

    /// What 1 became, day by day, from the first day that was traded on.
    double[] curve() {
        return curve.clone();
    }

    /// The mean of a figure over the days that sets were chosen on; NaN without any.
    double trainMean(String figure) {
        return turns.stream().flatMap(turn -> turn.train().stream())
                .filter(row -> row.figures().containsKey(figure))
                .mapToDouble(row -> row.figures().get(figure)).average().orElse(Double.NaN);
    }

    /// The Sharpe ratio a year of the chained curve; NaN if it cannot be computed.
    double sharpe() {
        return statistics().map(EquityStatistics::sharpe).orElse(Double.NaN);
    }

    private Optional<EquityStatistics> statistics() {
        if (curve.length <= FEWEST_DAYS || Arrays.stream(curve).anyMatch(value -> value <= 0)) {
            return Optional.empty();
        }
        return Optional.of(EquityStatistics.of(1, Arrays.copyOfRange(curve, 1, curve.length)));
    }

    /// The same in words.
    List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(String.format(Locale.ROOT,
                "In-sample, on the days that they were chosen on, the chosen sets show a Sharpe ratio of %s on "
                        + "average; out-of-sample, on the days after them, trading them brings %s.",
                number(trainMean("sharpe")),
                number(sharpe())));
        words.add(String.format(Locale.ROOT,
                "Out-of-sample in all: %+.2f %% in %d days, %.2f %% drawdown at most, %s give or take %s a year.",
                PERCENT * (curve[curve.length - 1] - 1), curve.length - 1, PERCENT * Drawdowns.of(curve).deepest(),
                number(sharpe()), number(statistics().map(EquityStatistics::sharpeError).orElse(Double.NaN))));
        words.add(verdict());
        return words;
    }

    private String verdict() {
        double in = trainMean("sharpe");
        double outside = sharpe();
        if (!(outside > 0)) {
            return "Out-of-sample nothing is left: the choice does not carry over to the next days.";
        }
        return outside < in / 2
                ? "Less than half of it is left out-of-sample: expect that, or less, not what the best set shows."
                : "Most of it is left out-of-sample. More turns would say it more surely.";
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.2f", value);
    }
}
