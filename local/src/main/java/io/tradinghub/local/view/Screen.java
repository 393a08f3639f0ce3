package io.tradinghub.local.view;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// Prints lines that stay and, in a terminal, redraws a table below them in place. Thread-safe.
public final class Screen {
    private static final String CLEAR_BELOW = "\u001b[J";
    /// Disables line wrap: a wrapped line would take two rows, and the table could not be redrawn in place.
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";
    private final PrintStream out;
    private final Kind kind;
    private int tableLines;

    public Screen(PrintStream out, Kind kind) {
        this.out = out;
        this.kind = kind;
    }

    /// The kind of output.
    public enum Kind {
        TERMINAL, PLAIN;

        /// The kind of this process's standard output.
        public static Kind ofStandardOutput() {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent() ? TERMINAL : PLAIN;
        }
    }

    public Kind kind() {
        return kind;
    }

    /// Prints a line that stays, above the table.
    public synchronized void print(String line) {
        eraseTable();
        out.println(line);
        out.flush();
    }

    /// Replaces the table; does nothing where output cannot be redrawn in place.
    public synchronized void draw(List<String> lines) {
        if (kind == Kind.PLAIN) {
            return;
        }
        eraseTable();
        out.print(WRAP_OFF);
        lines.forEach(out::println);
        out.print(WRAP_ON);
        out.flush();
        tableLines = lines.size();
    }

    private void eraseTable() {
        if (tableLines > 0) {
            out.print("\u001b[%dF".formatted(tableLines) + CLEAR_BELOW);
            tableLines = 0;
        }
    }
}
