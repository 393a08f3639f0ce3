package io.tradinghub.backtest.command;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.check.Trial;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;

/// A bot with all its settings; each run is one of a new instance. Immutable: any number of threads may run one.
public final class TestedBot {
    /// The longest warm-up that the bot is asked with, as a multiple of its own.
    private static final int WARM_UPS = 4;
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
    /// @throws io.tradinghub.backtest.BacktestException if candles, warm-up or funding do not cover it
    public TestPeriod period(MarketData market) {
        return BacktestPlan.of(subscription, market, options).period();
    }

    /// Runs it over the period that the options ask for.
    ///
    /// @throws io.tradinghub.backtest.BacktestException if candles, warm-up or funding do not cover it
    public RunReport run(MarketData market) {
        return run(market, options);
    }

    /// Runs it over this period instead.
    ///
    /// @throws io.tradinghub.backtest.BacktestException if candles, warm-up or funding do not cover it
    public RunReport run(MarketData market, TestPeriod period) {
        return run(market, options.over(period));
    }

    /// What it takes to ask whether a test of it can be believed, over a period that leaves room for a longer warm-up.
    ///
    /// @throws io.tradinghub.backtest.BacktestException if candles, warm-up or funding do not cover it
    Trial trial(MarketData market) {
        BacktestPlan plan = BacktestPlan.of(withRoom(market.history()), market, options);
        return new Trial(_ -> bots.get(), settings, plan.history(), plan.period());
    }

    /// Where nobody says when the period begins, a quarter of the candles lies before it.
    private Subscription withRoom(MarketHistory history) {
        int needed = WARM_UPS * Math.max(1, subscription.warmUpCandles());
        int quarter = subscription.series().stream()
                .flatMap(series -> Optional.ofNullable(history.candles().get(series)).stream())
                .mapToInt(columns -> columns.size() / WARM_UPS).min().orElse(0);
        return new Subscription(subscription.series(), subscription.instruments(), subscription.hedges(),
                options.from().isPresent() ? needed : Math.max(needed, quarter));
    }

    private RunReport run(MarketData market, BacktestOptions asked) {
        BacktestPlan plan = BacktestPlan.of(subscription, market, asked);
        BacktestResult result = Backtest.run(bots.get(), settings, plan.history(), plan.period());
        return new RunReport(asked, environment, settings, subscription, market, plan, result);
    }
}
