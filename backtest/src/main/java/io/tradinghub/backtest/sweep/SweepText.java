package io.tradinghub.backtest.sweep;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/// The results of a sweep for a screen of text.
final class SweepText {
    private static final int MOST_ROWS = 10;
    private static final double PERCENT = 100;
    private final SweepResult result;

    SweepText(SweepResult result) {
        this.result = result;
    }

    void print(PrintStream out) {
        result.walkForward().ifPresent(walk -> {
            out.printf("%nwalk-forward %s, %d turns%n", result.options().walkForward().orElseThrow(),
                    walk.turns().size());
            walk.words().forEach(words -> out.println("  " + words));
        });
        out.printf("%n%d sets over the whole period, the best by %s first%n", result.ranked().size(),
                result.options().objective().words());
        out.println("  " + row("Sharpe", "net", "drawdown", "trades", "neighbours", "set"));
        result.ranked().stream().limit(MOST_ROWS).forEach(row -> out.println("  " + row(row)));
        SweepNotes.of(result).forEach(note -> out.println("  ! " + note));
        out.println();
        SweepNotes.verdict(result).forEach(out::println);
        out.printf("%s has all of it%n", result.options().out().resolve(SweepFolder.PAGE));
    }

    private String row(TrialRow row) {
        Map<String, Double> figures = row.figures();
        OptionalDouble near = result.neighbours(row);
        return row(number("%.2f", figures.get("sharpe")), number("%,+.2f", figures.get("net")),
                number("%.2f %%", figures.containsKey("max_drawdown") ? PERCENT * figures.get("max_drawdown") : null),
                number("%.0f", figures.get("closed_trades")),
                near.isPresent() ? number("%.2f", near.getAsDouble()) : "-", row.trial().set().toString());
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%8s %12s %10s %7s %10s  %s", cells);
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
