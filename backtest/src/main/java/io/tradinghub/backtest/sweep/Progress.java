package io.tradinghub.backtest.sweep;

import java.io.Console;
import java.text.DecimalFormat;
import java.time.Duration;
import java.util.Optional;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows how far a sweep is, with the time left, where a person watches; elsewhere nothing.
final class Progress implements AutoCloseable {
    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /// Begins.
    ///
    /// @param all trials of the sweep
    /// @param done of an earlier start
    static Progress of(long all, long done) {
        return new Progress(Optional.ofNullable(System.console()).filter(Console::isTerminal)
                .map(_ -> new ProgressBarBuilder().setTaskName("trials").setInitialMax(all)
                        .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(500)
                        .showSpeed(new DecimalFormat("0.0"))
                        .startsFrom(done, Duration.ZERO).build()));
    }

    void step() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
