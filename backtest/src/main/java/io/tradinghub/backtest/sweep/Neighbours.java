package io.tradinghub.backtest.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.hipparchus.stat.StatUtils;

/// The sets around a set: those one step away on one axis or, where sets were drawn, the nearest ones, two for each
/// axis. A value that its neighbours do not share is noise.
final class Neighbours {
    private static final double MEDIAN = 50;
    private final SweepOptions options;
    private final List<TrialRow> rows;
    private final Map<List<Integer>, TrialRow> bySteps = new HashMap<>();

    private Neighbours(SweepOptions options, List<TrialRow> rows) {
        this.options = options;
        this.rows = rows;
        rows.forEach(row -> bySteps.put(row.trial().set().steps(), row));
    }

    static Neighbours of(SweepOptions options, List<TrialRow> rows) {
        return new Neighbours(options, rows);
    }

    /// The median of the objective over them; empty if there are none that can be judged.
    OptionalDouble median(TrialRow row) {
        double[] values = around(row).stream().mapToDouble(near -> near.value(options.objective()))
                .filter(Double::isFinite).toArray();
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(StatUtils.percentile(values, MEDIAN));
    }

    private List<TrialRow> around(TrialRow row) {
        List<Integer> steps = row.trial().set().steps();
        if (options.sobol().isPresent()) {
            return rows.stream().filter(other -> other.trial().number() != row.trial().number())
                    .sorted(Comparator.comparingDouble((TrialRow other) -> distance(steps, other.trial().set().steps()))
                            .thenComparing(other -> other.trial().number()))
                    .limit(2L * steps.size()).toList();
        }
        List<TrialRow> around = new ArrayList<>();
        for (int axis = 0; axis < steps.size(); axis++) {
            for (int step : new int[]{-1, 1}) {
                List<Integer> near = new ArrayList<>(steps);
                near.set(axis, steps.get(axis) + step);
                Optional.ofNullable(bySteps.get(near)).ifPresent(around::add);
            }
        }
        return around;
    }

    private double distance(List<Integer> one, List<Integer> other) {
        double distance = 0;
        for (int axis = 0; axis < one.size(); axis++) {
            int widest = Math.max(1, options.axes().get(axis).values().size() - 1);
            distance += (double) Math.abs(one.get(axis) - other.get(axis)) / widest;
        }
        return distance;
    }
}
