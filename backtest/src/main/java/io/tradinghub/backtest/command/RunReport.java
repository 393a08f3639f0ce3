package io.tradinghub.backtest.command;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.EquityCurve;
import io.tradinghub.backtest.Trade;
import io.tradinghub.backtest.TradeBook;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.statistics.Drawdowns;
import io.tradinghub.backtest.statistics.EquityStatistics;
import io.tradinghub.backtest.statistics.TradeStatistics;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.risk.RiskRule;

/// What a run shows: what it was made of, its figures, and what a reader must know before he believes them.
public final class RunReport {
    private static final int FEWEST_DAYS = 2;
    private static final int MOST_TRIPS = 3;
    private static final double PERCENT = 100;
    private final BacktestOptions options;
    private final Map<String, String> environment;
    private final BacktestSettings settings;
    private final Subscription subscription;
    private final MarketData market;
    private final BacktestPlan plan;
    private final BacktestResult result;
    private final TradeBook trades;

    RunReport(BacktestOptions options, Map<String, String> environment, BacktestSettings settings,
            Subscription subscription, MarketData market, BacktestPlan plan, BacktestResult result) {
        this.options = options;
        this.environment = environment;
        this.settings = settings;
        this.subscription = subscription;
        this.market = market;
        this.plan = plan;
        this.result = result;
        this.trades = result.trades();
    }

    BacktestPlan plan() {
        return plan;
    }

    int slippageBps() {
        return settings.costs().candleSlippageBps();
    }

    boolean isTraded(InstrumentId instrument) {
        return subscription.instruments().contains(instrument);
    }

    public BacktestResult result() {
        return result;
    }

    TradeBook trades() {
        return trades;
    }

    /// What the run was made of, in a fixed order: equal headers and equal programs give equal results.
    Map<String, Object> header() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("bot", settings.bot().value());
        header.put("commit", options.commit());
        header.put("from", plan.period().from().toString());
        header.put("to", plan.period().to().toString());
        header.put("series", subscription.series().stream().map(SeriesId::toString).toList());
        header.put("warm_up_candles", subscription.warmUpCandles());
        header.put("settings", environment);
        header.put("capital", settings.engine().capital());
        header.put("limits", settings.limits().toString());
        header.put("costs", settings.costs().toString());
        if (!subscription.hedges().isEmpty()) {
            header.put("quotes", "made of candles, %s basis points wide".formatted(settings.quoteSpreadBps()));
        }
        header.put("sha256", market.digests());
        header.put("holes", plan.holes().stream().map(Hole::toString).toList());
        header.put("without_funding", plan.withoutFunding().stream().map(Object::toString).toList());
        header.put("rules", market.rules());
        return header;
    }

    /// The figures by name, in the order in which they are shown. Fractions are fractions, money is in quote coin.
    public Map<String, Number> figures() {
        EquityCurve equity = result.equity();
        double end = equity.size() == 0 ? equity.start() : equity.value(equity.size() - 1);
        List<Trade> closed = trades.closed();
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("candles", result.candles());
        figures.put("net", end - equity.start());
        figures.put("return", end / equity.start() - 1);
        figures.put("max_drawdown", Drawdowns.of(equity.values()).deepest());
        figures.put("fees", sum(result.fills().stream().map(fill -> fill.fee().quoteValue()).toList()));
        figures.put("funding", sum(result.funding().stream().map(payment -> payment.amount()).toList()));
        figures.put("fills", result.fills().size());
        figures.put("closed_trades", closed.size());
        figures.put("open_trades", trades.open().size());
        figures.put("trips", trips().count());
        if (!closed.isEmpty()) {
            TradeStatistics of = TradeStatistics.of(closed.stream().map(Trade::outcome).toList());
            figures.put("win_rate", of.winRate());
            figures.put("profit_factor", of.profitFactor());
            figures.put("expectancy", of.expectancy());
            figures.put("longest_losing_streak", of.losingStreak());
        }
        double[] days = equity.dailyCloses();
        if (days.length >= FEWEST_DAYS && Arrays.stream(days).allMatch(value -> value > 0)) {
            EquityStatistics daily = EquityStatistics.of(equity.start(), days);
            figures.put("days", daily.returns());
            figures.put("annual_growth", daily.annualGrowth());
            figures.put("annual_volatility", daily.annualVolatility());
            figures.put("sharpe", daily.sharpe());
            figures.put("sharpe_error", daily.sharpeError());
            figures.put("probability_of_skill", daily.probabilityOfSkill());
            figures.put("sortino", daily.sortino());
            figures.put("calmar", daily.calmar());
        }
        return figures;
    }

    private static double sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
    }

    /// What a reader must know: limits that were hit, what was refused, and what the run could not know.
    public List<String> warnings() {
        Map<RiskRule, Long> events = result.events().stream()
                .collect(Collectors.groupingBy(RiskEvent::rule, Collectors.counting()));
        List<String> warnings = new ArrayList<>();
        List<RiskEvent> trips = trips().toList();
        trips.stream().limit(MOST_TRIPS).forEach(event -> warnings.add(
                "%s ended entries at %s: %s".formatted(event.rule(), event.at(), event.detail())));
        if (trips.size() > MOST_TRIPS) {
            warnings.add("so did limits %d more times".formatted(trips.size() - MOST_TRIPS));
        }
        events.entrySet().stream().filter(entry -> !isTrip(entry.getKey())).sorted(Map.Entry.comparingByKey())
                .forEach(entry -> warnings.add(announced(entry.getKey(), entry.getValue())));
        result.refusals().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(
                entry -> warnings.add("the limit %s refused entries %d times".formatted(entry.getKey(),
                        entry.getValue())));
        if (!result.rejections().isEmpty()) {
            warnings.add("the exchange refused %d orders, the first: %s".formatted(result.rejections().size(),
                    result.rejections().getFirst()));
        }
        warnings.addAll(market.notes());
        plan.holes().forEach(hole -> warnings.add(hole + ", and was tested without them"));
        if (!plan.withoutFunding().isEmpty()) {
            warnings.add("no funding was paid for %s".formatted(plan.withoutFunding()));
        }
        long unmarked = result.funding().stream().filter(payment -> !plan.isMarked(payment)).count();
        if (unmarked > 0) {
            warnings.add("%d of %d funding payments were counted at the candle's open, for lack of mark candles"
                    .formatted(unmarked, result.funding().size()));
        }
        if (result.ambiguousCandles() > 0) {
            warnings.add("in %d candles a stop and a target were both reached; the stop counted"
                    .formatted(result.ambiguousCandles()));
        }
        return warnings;
    }

    /// Nobody trades in a back-test beside the bot but its stop.
    private static String announced(RiskRule rule, long times) {
        return rule == RiskRule.FOREIGN_EXECUTION
                ? "%d times the stop at the exchange closed a position".formatted(times)
                : "announced %s %d times".formatted(rule, times);
    }

    /// When a limit of equity ended entries.
    Stream<RiskEvent> trips() {
        return result.events().stream().filter(event -> isTrip(event.rule()));
    }

    private static boolean isTrip(RiskRule rule) {
        return rule == RiskRule.DAILY_LOSS || rule == RiskRule.DRAWDOWN;
    }

    void print(PrintStream out) {
        Map<String, Number> figures = figures();
        ToDoubleFunction<String> of = name -> Objects.requireNonNull(figures.get(name), name).doubleValue();
        ToDoubleFunction<String> percent = name -> PERCENT * of.applyAsDouble(name);
        out.printf(Locale.ROOT, "%s, %s to %s, %,d candles%n", settings.bot(), plan.period().from(),
                plan.period().to(), result.candles());
        out.printf(Locale.ROOT, "  net          %,+.2f (%+.2f %%), fees %,.2f, funding %,+.2f%n",
                of.applyAsDouble("net"), percent.applyAsDouble("return"), of.applyAsDouble("fees"),
                of.applyAsDouble("funding"));
        out.printf(Locale.ROOT, "  drawdown     %.2f %% at most%n", percent.applyAsDouble("max_drawdown"));
        out.printf(Locale.ROOT, "  trades       %.0f closed, %.0f open, %.0f fills%n",
                of.applyAsDouble("closed_trades"), of.applyAsDouble("open_trades"), of.applyAsDouble("fills"));
        if (figures.containsKey("win_rate")) {
            out.printf(Locale.ROOT,
                    "               %.1f %% won, profit factor %.2f, %,+.2f a trade, %.0f lost in a row%n",
                    percent.applyAsDouble("win_rate"), of.applyAsDouble("profit_factor"),
                    of.applyAsDouble("expectancy"), of.applyAsDouble("longest_losing_streak"));
        }
        if (figures.containsKey("sharpe") && !Double.isNaN(of.applyAsDouble("sharpe"))) {
            out.printf(Locale.ROOT,
                    "  a year       %+.1f %% growth, %.1f %% volatility, Sharpe %.2f, give or take %.2f%n",
                    percent.applyAsDouble("annual_growth"), percent.applyAsDouble("annual_volatility"),
                    of.applyAsDouble("sharpe"), of.applyAsDouble("sharpe_error"));
            out.printf(Locale.ROOT,
                    "               probability that it is not luck, if this was the only trial: %.0f %%%n",
                    percent.applyAsDouble("probability_of_skill"));
        }
        warnings().forEach(warning -> out.println("  ! " + warning));
    }
}
