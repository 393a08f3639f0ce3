package io.tradinghub.local.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.tradinghub.local.wire.Moment;

/// Sums outcomes up, as a table in Markdown. Thread-safe.
final class MatrixTable {
    /// Of a hundred runs, so many may kill at another moment than planned: with more of them the table would claim what
    /// was not tried.
    private static final int MOST_MISSED_PERCENT = 5;
    private final List<Outcome> outcomes = new ArrayList<>();

    synchronized void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    synchronized int size() {
        return outcomes.size();
    }

    synchronized long violations() {
        return outcomes.stream().filter(outcome -> !outcome.violations().isEmpty()).count();
    }

    /// A row for each moment, a column for each trouble: how many runs, how many of them wrong where any was.
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| killed | no trouble | stream | REST | stores | all of it | killed there | longest until all agreed "
                        + "| longest without a stop |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (Moment moment : Moment.values()) {
            List<Outcome> row = outcomes.stream().filter(outcome -> outcome.plan().moment() == moment).toList();
            lines.add(line(moment.title(), row));
        }
        lines.add(line("**all**", outcomes));
        return lines;
    }

    private static String line(String title, List<Outcome> row) {
        StringBuilder line = new StringBuilder("| ").append(title);
        for (Trouble trouble : Trouble.values()) {
            List<Outcome> cell = row.stream().filter(outcome -> outcome.plan().trouble() == trouble).toList();
            long wrong = cell.stream().filter(outcome -> !outcome.violations().isEmpty()).count();
            line.append(" | ").append(cell.size()).append(wrong == 0 ? "" : ", **%d wrong**".formatted(wrong));
        }
        long reached = row.stream().filter(Outcome::reached).count();
        return line.append(" | %d of %d | %s | %s |".formatted(reached, row.size(),
                longest(row.stream().map(Outcome::settled).toList()),
                longest(row.stream().map(Outcome::bare).toList())))
                .toString();
    }

    private static String longest(List<Duration> times) {
        return times.stream().max(Comparator.naturalOrder())
                .map(time -> "%.1f s".formatted(time.toMillis() / 1_000.0)).orElse("-");
    }

    /// How many bots were not killed at the moment of their plan.
    synchronized long missed() {
        return outcomes.stream().filter(outcome -> !outcome.reached()).count();
    }

    synchronized boolean hasMissedTooMany() {
        return missed() * 100 > (long) MOST_MISSED_PERCENT * size();
    }

    synchronized String summary() {
        return "%d runs, %d killed at another moment than planned, %d orders, %d executions, %d ends by themselves, "
                .concat("%d wrong").formatted(outcomes.size(), missed(),
                        outcomes.stream().mapToInt(Outcome::orders).sum(),
                        outcomes.stream().mapToInt(Outcome::executions).sum(),
                        outcomes.stream().mapToInt(one -> one.ends().size()).sum(), violations());
    }
}
