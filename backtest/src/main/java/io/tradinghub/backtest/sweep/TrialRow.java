package io.tradinghub.backtest.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.backtest.command.RunReport;

/// What came of a trial.
///
/// @param failure why it could not run; empty when it did
/// @param figures by name, without those that cannot be computed
/// @param warnings what a reader must know
/// @param days the capital at the start, and equity at the end of each day
record TrialRow(Trial trial, Optional<String> failure, Map<String, Double> figures, List<String> warnings,
        List<Double> days) {

    TrialRow {
        figures = Map.copyOf(figures);
        warnings = List.copyOf(warnings);
        days = List.copyOf(days);
    }

    static TrialRow failed(Trial trial, String reason) {
        return new TrialRow(trial, Optional.of(reason), Map.of(), List.of(), List.of());
    }

    /// Of a run; the days of a window that sets are only chosen on are left out.
    static TrialRow of(Trial trial, RunReport report) {
        Map<String, Double> figures = new HashMap<>();
        report.figures().forEach((name, value) -> {
            if (Double.isFinite(value.doubleValue())) {
                figures.put(name, value.doubleValue());
            }
        });
        List<Double> days = new ArrayList<>();
        if (trial.key().kind() != Trial.Kind.TRAIN) {
            days.add(report.result().equity().start());
            Arrays.stream(report.result().equity().dailyCloses()).forEach(days::add);
        }
        return new TrialRow(trial, Optional.empty(), figures, report.warnings(), days);
    }

    /// What it is chosen by; the worst there is if that cannot be computed.
    double value(Objective objective) {
        return figures.getOrDefault(objective.figure(), Double.NEGATIVE_INFINITY);
    }

    /// The daily returns; a day that takes all takes 1, and nothing comes after it.
    double[] returns() {
        double[] returns = new double[Math.max(0, days.size() - 1)];
        for (int day = 0; day < returns.length; day++) {
            double before = days.get(day);
            returns[day] = before > 0 ? Math.max(-1, days.get(day + 1) / before - 1) : 0;
        }
        return returns;
    }
}
