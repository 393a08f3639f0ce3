package io.tradinghub.backtest.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One value of each varied setting.
///
/// @param steps the index of each value on its axis
/// @param values by name, in the order of the axes
record ParameterSet(List<Integer> steps, Map<String, String> values) {

    ParameterSet {
        steps = List.copyOf(steps);
    }

    /// The set at these steps.
    static ParameterSet at(List<Axis> axes, List<Integer> steps) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            values.put(axes.get(axis).name(), axes.get(axis).values().get(steps.get(axis)));
        }
        return new ParameterSet(steps, values);
    }

    @Override
    public String toString() {
        return values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
