package io.tradinghub.backtest.sweep;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What came of a sweep.
final class SweepResult {
    private final SweepOptions options;
    private final SweepPlan plan;
    private final List<TrialRow> rows;
    private final List<TrialRow> ranked;
    private final Map<Trial.Key, OptionalDouble> neighbours = new HashMap<>();
    private final Optional<Evidence> evidence;
    private final Optional<WalkForwardResult> walkForward;

    /// Of trials that have all ended.
    ///
    /// @param rows of every set over the whole period
    SweepResult(SweepOptions options, SweepPlan plan, List<TrialRow> rows, Optional<WalkForwardResult> walkForward) {
        this.options = options;
        this.plan = plan;
        this.rows = List.copyOf(rows);
        this.walkForward = walkForward;
        this.ranked = rows.stream().filter(row -> row.failure().isEmpty())
                .sorted(Comparator.comparingDouble((TrialRow row) -> -row.value(options.objective()))
                        .thenComparing(row -> row.trial().number()))
                .toList();
        Neighbours near = Neighbours.of(options, ranked);
        ranked.forEach(row -> neighbours.put(row.trial().key(), near.median(row)));
        this.evidence = best().flatMap(best -> Evidence.of(best, ranked));
    }

    SweepOptions options() {
        return options;
    }

    SweepPlan plan() {
        return plan;
    }

    /// Every set over the whole period, in the order of their numbers.
    List<TrialRow> rows() {
        return rows;
    }

    /// Those that ran, the best first.
    List<TrialRow> ranked() {
        return ranked;
    }

    /// The best set; empty if none can be judged.
    Optional<TrialRow> best() {
        return ranked.stream().filter(row -> row.value(options.objective()) > Double.NEGATIVE_INFINITY).findFirst();
    }

    /// The set that is good together with its neighbours: the lower of the two counts.
    Optional<TrialRow> steadiest() {
        return ranked.stream().filter(row -> neighbours(row).isPresent())
                .max(Comparator.comparingDouble(
                        (TrialRow row) -> Math.min(row.value(options.objective()), neighbours(row).getAsDouble()))
                        .thenComparing(row -> -row.trial().number()));
    }

    /// The median of the sets around this one.
    OptionalDouble neighbours(TrialRow row) {
        return neighbours.getOrDefault(row.trial().key(), OptionalDouble.empty());
    }

    /// How much of the best is luck; empty where nothing can be said.
    Optional<Evidence> evidence() {
        return evidence;
    }

    Optional<WalkForwardResult> walkForward() {
        return walkForward;
    }

    long failed() {
        return rows.stream().filter(row -> row.failure().isPresent()).count();
    }

    /// How many sets a limit of equity stopped.
    long tripped() {
        return ranked.stream().filter(row -> row.figures().getOrDefault("trips", 0.0) > 0).count();
    }
}
