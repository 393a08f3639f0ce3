package io.tradinghub.backtest.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import io.tradinghub.backtest.BacktestException;
import org.hipparchus.random.SobolSequenceGenerator;

/// All sets that the axes span.
record ParameterSpace(List<Axis> axes) {
    static final int MOST_SETS = 20_000;
    private static final int MOST_AXES = 20;
    /// Points that may be drawn for each set that is wanted, before the settings accept too few.
    private static final int MOST_DRAWS = 200;

    /// How many sets to draw instead of trying all: a Sobol sequence covers the space evenly. Equal seeds draw equal
    /// sets.
    record Sobol(int sets, long seed) {}

    ParameterSpace {
        axes = List.copyOf(axes);
        Set<String> names = new HashSet<>();
        axes.stream().filter(axis -> !names.add(axis.name())).findFirst().ifPresent(axis -> {
            throw new BacktestException("--vary %s stands there twice".formatted(axis.name()));
        });
        if (axes.isEmpty() || axes.size() > MOST_AXES) {
            throw new BacktestException("a sweep varies 1 to %d settings: --vary NAME=FROM..TO:STEP".formatted(
                    MOST_AXES));
        }
    }

    /// The sets that are accepted: all in the order of the axes, or as many as shall be drawn.
    List<ParameterSet> sets(Optional<Sobol> sobol, Predicate<ParameterSet> accepted) {
        long all = size();
        if (sobol.isPresent() && sobol.get().sets() < all) {
            return drawn(sobol.get(), accepted);
        }
        if (all > MOST_SETS) {
            throw new BacktestException(
                    "--vary spans %,d sets, and a sweep tries at most %,d; choose larger steps, or some of them: --sobol N"
                            .formatted(all, MOST_SETS));
        }
        List<ParameterSet> sets = new ArrayList<>();
        for (long at = 0; at < all; at++) {
            ParameterSet set = at(at);
            if (accepted.test(set)) {
                sets.add(set);
            }
        }
        return sets;
    }

    private long size() {
        return axes.stream().mapToLong(axis -> axis.values().size()).reduce(1, (all, values) -> {
            long product = all * values;
            return product > Integer.MAX_VALUE ? Integer.MAX_VALUE : product;
        });
    }

    /// The last axis changes first.
    private ParameterSet at(long index) {
        Integer[] steps = new Integer[axes.size()];
        long rest = index;
        for (int axis = axes.size() - 1; axis >= 0; axis--) {
            int values = axes.get(axis).values().size();
            steps[axis] = (int) (rest % values);
            rest /= values;
        }
        return ParameterSet.at(axes, List.of(steps));
    }

    private List<ParameterSet> drawn(Sobol sobol, Predicate<ParameterSet> accepted) {
        SobolSequenceGenerator sequence = new SobolSequenceGenerator(axes.size());
        double[] shift = new SplittableRandom(sobol.seed()).doubles(axes.size()).toArray();
        Set<List<Integer>> seen = new HashSet<>();
        List<ParameterSet> sets = new ArrayList<>();
        for (long draw = 0; sets.size() < sobol.sets() && draw < (long) MOST_DRAWS * sobol.sets(); draw++) {
            double[] point = sequence.nextVector();
            List<Integer> steps = new ArrayList<>();
            for (int axis = 0; axis < point.length; axis++) {
                steps.add((int) ((point[axis] + shift[axis]) % 1 * axes.get(axis).values().size()));
            }
            ParameterSet set = ParameterSet.at(axes, steps);
            if (seen.add(steps) && accepted.test(set)) {
                sets.add(set);
            }
        }
        return sets;
    }
}
