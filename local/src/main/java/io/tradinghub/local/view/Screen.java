package io.tradinghub.local.view;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// Where the demo speaks: lines that stay and, in a terminal, a table below them that is drawn anew in place. Any
/// thread may call.
public final class Screen {
    private static final String CLEAR_BELOW = "\u001b[J";
    /// Without it a line wider than the terminal would take two, and the table could not be drawn in place.
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";
    private final PrintStream out;
    private final Kind kind;
    private int drawn;

    public Screen(PrintStream out, Kind kind) {
        this.out = out;
        this.kind = kind;
    }

    /// What the output is.
    public enum Kind {
        TERMINAL, PLAIN;

        /// What standard output is in this process.
        public static Kind ofStandardOutput() {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent() ? TERMINAL : PLAIN;
        }
    }

    public Kind kind() {
        return kind;
    }

    /// Prints a line that stays, above the table.
    public synchronized void say(String line) {
        wipe();
        out.println(line);
        out.flush();
    }

    /// Draws the table in the place of the one before; where nothing can be drawn in place, does nothing.
    public synchronized void draw(List<String> lines) {
        if (kind == Kind.PLAIN) {
            return;
        }
        wipe();
        out.print(WRAP_OFF);
        lines.forEach(out::println);
        out.print(WRAP_ON);
        out.flush();
        drawn = lines.size();
    }

    private void wipe() {
        if (drawn > 0) {
            out.print("\u001b[%dF".formatted(drawn) + CLEAR_BELOW);
            drawn = 0;
        }
    }
}
