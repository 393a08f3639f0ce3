package io.tradinghub.backtest.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.command.BacktestOptions;

/// What a person asks a sweep for.
///
/// @param tested what every trial has in common
/// @param sobol how many sets to draw instead of trying all
/// @param jobs trials at once
/// @param out where rows and results are written
/// @param walkForward whether to choose and trade in turns, too
record SweepOptions(BacktestOptions tested, List<Axis> axes, Optional<ParameterSpace.Sobol> sobol,
        Objective objective, int jobs, Path out, TrialStore.Mode mode, Optional<WalkForward> walkForward) {
    private static final int MOST_JOBS = 1_024;

    SweepOptions {
        axes = List.copyOf(axes);
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new BacktestException("--jobs must be 1 to %d, got %d".formatted(MOST_JOBS, jobs));
        }
        sobol.filter(drawn -> drawn.sets() < 1 || drawn.sets() > ParameterSpace.MOST_SETS).ifPresent(drawn -> {
            throw new BacktestException("--sobol must be 1 to %d, got %d".formatted(ParameterSpace.MOST_SETS,
                    drawn.sets()));
        });
        axes.stream().filter(axis -> tested.set().containsKey(axis.name())).findFirst().ifPresent(axis -> {
            throw new BacktestException("%s is set and varied; leave one of the two".formatted(axis.name()));
        });
    }
}
