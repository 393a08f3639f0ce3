package io.tradinghub.backtest.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.hipparchus.stat.StatUtils;

/// What sets reach at each pair of values of two settings.
///
/// @param x axis of the columns
/// @param y axis of the rows; empty where only one setting is varied
record HeatMap(int x, Optional<Integer> y, List<Cell> cells) {
    private static final double MEDIAN = 50;

    /// One pair of values.
    ///
    /// @param median over all sets that have them, whatever their other settings
    /// @param around over the sets of this cell and of the cells that touch it
    record Cell(int column, int row, double median, double around) {}

    /// One for each two of the varied settings.
    static List<HeatMap> of(int axes, List<TrialRow> rows, Objective objective) {
        if (axes == 1) {
            return List.of(of(0, Optional.empty(), rows, objective));
        }
        return IntStream.range(0, axes).boxed()
                .flatMap(x -> IntStream.range(x + 1, axes).mapToObj(y -> of(x, Optional.of(y), rows, objective)))
                .toList();
    }

    private static HeatMap of(int x, Optional<Integer> y, List<TrialRow> rows, Objective objective) {
        Map<Integer, Map<Integer, List<Double>>> values = new TreeMap<>();
        rows.stream().filter(row -> Double.isFinite(row.value(objective))).forEach(row -> {
            List<Integer> steps = row.trial().set().steps();
            values.computeIfAbsent(steps.get(x), _ -> new TreeMap<>())
                    .computeIfAbsent(y.map(steps::get).orElse(0), _ -> new ArrayList<>()).add(row.value(objective));
        });
        List<Cell> cells = new ArrayList<>();
        values.forEach((column, down) -> down.forEach((row, own) -> {
            List<Double> around = IntStream.rangeClosed(column - 1, column + 1)
                    .mapToObj(near -> values.getOrDefault(near, Map.of()))
                    .flatMap(line -> Stream.of(row - 1, row, row + 1).flatMap(
                            near -> line.getOrDefault(near, List.of()).stream()))
                    .toList();
            cells.add(new Cell(column, row, median(own), median(around)));
        }));
        return new HeatMap(x, y, cells);
    }

    private static double median(List<Double> values) {
        return StatUtils.percentile(values.stream().mapToDouble(Double::doubleValue).toArray(), MEDIAN);
    }
}
