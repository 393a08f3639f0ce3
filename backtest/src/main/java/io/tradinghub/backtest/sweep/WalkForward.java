package io.tradinghub.backtest.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.TestPeriod;

/// Chooses the best set on some days, trades it on the days after them, and goes on by as much.
record WalkForward(int trainDays, int testDays) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})d/([1-9]\\d{0,3})d");

    /// Of a text like `90d/30d`.
    ///
    /// @throws BacktestException if it is none
    static WalkForward parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BacktestException(
                    "--walk-forward %s: write the days to choose on and the days to trade, like 90d/30d".formatted(
                            text));
        }
        return new WalkForward(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /// The days that a set is chosen on, and those after them.
    record Window(int number, TestPeriod train, TestPeriod test) {}

    /// All windows that fit into the period.
    ///
    /// @throws BacktestException if none does
    List<Window> windows(TestPeriod period) {
        Duration step = Duration.ofDays(testDays);
        List<Window> windows = new ArrayList<>();
        Instant chosenAt = period.from().plus(Duration.ofDays(trainDays));
        while (!chosenAt.plus(step).isAfter(period.to())) {
            windows.add(new Window(windows.size() + 1,
                    new TestPeriod(chosenAt.minus(Duration.ofDays(trainDays)), chosenAt),
                    new TestPeriod(chosenAt, chosenAt.plus(step))));
            chosenAt = chosenAt.plus(step);
        }
        if (windows.isEmpty()) {
            throw new BacktestException("--walk-forward %s needs %d days, and the period has %d".formatted(this,
                    trainDays + testDays, Duration.between(period.from(), period.to()).toDays()));
        }
        return windows;
    }

    @Override
    public String toString() {
        return "%dd/%dd".formatted(trainDays, testDays);
    }
}
