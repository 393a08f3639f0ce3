package io.tradinghub.backtest.sweep;

import java.util.Locale;

/// By what the best set is chosen; more is better.
enum Objective {
    SHARPE("Sharpe"), SORTINO("Sortino"), CALMAR("Calmar"), NET("net"), PROFIT_FACTOR("profit factor");

    private final String words;

    Objective(String words) {
        this.words = words;
    }

    /// Its name among the figures of a run.
    String figure() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return words;
    }
}
