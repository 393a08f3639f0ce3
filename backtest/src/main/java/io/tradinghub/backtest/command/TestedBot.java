package io.tradinghub.backtest.command;

import java.util.Map;
import java.util.function.Supplier;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;

/// A bot with all its settings; each run is one of a new instance. Immutable: any number of threads may run one.
public final class TestedBot {
    private final BacktestOptions options;
    private final Map<String, String> environment;
    private final BacktestSettings settings;
    private final Supplier<Bot> bots;
    private final Subscription subscription;

    TestedBot(BacktestOptions options, Map<String, String> environment, BacktestSettings settings,
            Supplier<Bot> bots) {
        this.options = options;
        this.environment = environment;
        this.settings = settings;
        this.bots = bots;
        this.subscription = bots.get().subscription();
    }

    public Subscription subscription() {
        return subscription;
    }

    /// Every setting that was set, in the order of the names.
    public Map<String, String> environment() {
        return environment;
    }

    /// The period that it would run over.
    ///
    /// @throws BacktestException if candles, warm-up or funding do not cover it
    public TestPeriod period(CandleFiles files) {
        return BacktestPlan.of(subscription, files.history(), options).period();
    }

    /// Runs it over the period that the options ask for.
    ///
    /// @throws BacktestException if candles, warm-up or funding do not cover it
    public RunReport run(CandleFiles files) {
        return run(files, options);
    }

    /// Runs it over this period instead.
    ///
    /// @throws BacktestException if candles, warm-up or funding do not cover it
    public RunReport run(CandleFiles files, TestPeriod period) {
        return run(files, options.over(period));
    }

    private RunReport run(CandleFiles files, BacktestOptions asked) {
        BacktestPlan plan = BacktestPlan.of(subscription, files.history(), asked);
        BacktestResult result = Backtest.run(bots.get(), settings, plan.history(), plan.period());
        return new RunReport(asked, environment, settings, subscription, files.digests(), plan, result);
    }
}
