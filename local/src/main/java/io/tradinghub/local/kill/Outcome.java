package io.tradinghub.local.kill;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What became of one run.
///
/// @param reached whether the bot was killed at the moment of the plan; otherwise it was killed at some other
/// @param settled how long after the trouble had ended everything agreed
/// @param bare the longest time without a stop
/// @param orders that the bot sent in this run
/// @param executions that it had in this run
/// @param ends the times that the bot ended by itself, with its exit code and what it last logged, for people
/// @param violations what was wrong, for people
record Outcome(Plan plan, boolean reached, Duration settled, Duration bare, int orders, int executions,
        List<String> ends, List<String> violations) {
    private static final int MOST_TOLD = 4;

    Outcome {
        ends = List.copyOf(ends);
        violations = List.copyOf(violations);
    }

    /// What was wrong, the first of it.
    String text() {
        String first = violations.stream().limit(MOST_TOLD).collect(Collectors.joining("; "));
        int more = violations.size() - MOST_TOLD;
        return more > 0 ? "%s; and %d more".formatted(first, more) : first;
    }
}
