package io.tradinghub.backtest.command;

import java.io.Console;
import java.text.DecimalFormat;
import java.time.Duration;
import java.util.Optional;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows a person at a terminal how far a program is and how long it takes; silent elsewhere.
public final class Progress implements AutoCloseable {
    private static final int UPDATE_MILLIS = 500;
    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /// Begins.
    ///
    /// @param steps what is counted, for people
    /// @param all how many there are, at most
    /// @param done how many of them an earlier start has done
    public static Progress of(String steps, long all, long done) {
        return new Progress(Optional.ofNullable(System.console()).filter(Console::isTerminal)
                .map(_ -> new ProgressBarBuilder().setTaskName(steps).setInitialMax(all)
                        .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(UPDATE_MILLIS)
                        .showSpeed(new DecimalFormat("0.0")).startsFrom(done, Duration.ZERO).build()));
    }

    public void step() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
