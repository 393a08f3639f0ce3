package io.tradinghub.backtest.download;

import java.io.Console;
import java.util.Optional;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/// Shows a person at a terminal how far a download is and how long it takes; silent elsewhere.
final class Progress implements AutoCloseable {
    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /// Shows the bar, if somebody can see it.
    ///
    /// @param answers how many answers are needed at most
    static Progress open(long answers) {
        return new Progress(Optional.ofNullable(System.console()).filter(Console::isTerminal)
                .map(_ -> new ProgressBarBuilder().setTaskName("fetching").setInitialMax(answers)
                        .setUnit(" answers", 1).showSpeed().build()));
    }

    void step() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
