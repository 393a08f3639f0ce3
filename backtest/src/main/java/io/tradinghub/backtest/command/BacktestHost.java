package io.tradinghub.backtest.command;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.check.Question;
import io.tradinghub.backtest.check.Trial;
import io.tradinghub.backtest.check.Verdict;
import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.csv.CsvFormatException;
import io.tradinghub.runner.BotHost;
import io.tradinghub.runner.TradingSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingDeclaration;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// Runs a bot over candles instead of letting it trade.
final class BacktestHost implements BotHost {
    private static final int OK = 0;
    private static final int NOT_TRUE = 1;
    /// The longest warm-up that the bot is asked with, as a multiple of its own.
    private static final int WARM_UPS = 4;
    private final BacktestOptions options;
    private final PrintStream out;
    private final PrintStream errors;
    private final Purpose purpose;

    BacktestHost(BacktestOptions options, PrintStream out, PrintStream errors) {
        this(options, out, errors, Purpose.TEST);
    }

    BacktestHost(BacktestOptions options, PrintStream out, PrintStream errors, Purpose purpose) {
        this.options = options;
        this.out = out;
        this.errors = errors;
        this.purpose = purpose;
    }

    /// What a person wants to know.
    enum Purpose {
        /// What the bot would have earned.
        TEST,
        /// Whether a test of it can be believed.
        CHECK
    }

    @Override
    public <S> int run(String program, Function<SettingsReader, Setting<S>> settings, Function<S, Bot> strategy) {
        try {
            return test(settings, strategy);
        } catch (BacktestException e) {
            errors.println("hub: " + e.getMessage());
            return SettingsException.EXIT_CODE;
        } catch (SettingsException e) {
            errors.println(e.getMessage());
            return SettingsException.EXIT_CODE;
        }
    }

    private <S> int test(Function<SettingsReader, Setting<S>> settings, Function<S, Bot> strategy) {
        Map<String, String> environment = environment(settings);
        Both<S> both = SettingsReader.read(environment, in -> {
            Setting<TradingSettings> trading = TradingSettings.declare(in);
            Setting<S> own = settings.apply(in);
            return in.combine(() -> new Both<>(trading.get(), own.get()));
        });
        Bot bot = strategy.apply(both.own());
        Subscription subscription = bot.subscription();
        if (purpose == Purpose.CHECK) {
            return check(subscription, tested(both.trading()), () -> strategy.apply(both.own()));
        }
        RunFolder folder = RunFolder.in(options.out());
        CandleFiles files = files();
        BacktestPlan plan = BacktestPlan.of(subscription, files.history(), options);
        BacktestSettings tested = tested(both.trading());
        BacktestResult result = Backtest.run(bot, tested, plan.history(), plan.period());
        RunReport report = new RunReport(options, environment, tested, subscription, files.digests(), plan, result);
        folder.write(report);
        report.print(out);
        return OK;
    }

    /// Asks whether a test of the bot can be believed, over a period that leaves room for a longer warm-up.
    private int check(Subscription subscription, BacktestSettings tested, Supplier<Bot> bots) {
        MarketHistory history = files().history();
        BacktestPlan plan = BacktestPlan.of(withRoom(subscription, history), history, options);
        Trial trial = new Trial(_ -> bots.get(), tested, plan.history(), plan.period());
        out.printf(Locale.ROOT, "%s, %s to %s%n", tested.bot(), plan.period().from(), plan.period().to());
        boolean isTrue = true;
        for (Question question : Question.values()) {
            Verdict verdict = question.ask(trial);
            out.printf(Locale.ROOT, "  %-12s %s: %s%n", question.text(), verdict.isPassed() ? "passed" : "FAILED",
                    verdict.detail());
            isTrue &= verdict.isPassed();
        }
        return isTrue ? OK : NOT_TRUE;
    }

    /// Where nobody says when the period begins, a quarter of the candles lies before it.
    private Subscription withRoom(Subscription subscription, MarketHistory history) {
        int needed = WARM_UPS * Math.max(1, subscription.warmUpCandles());
        int quarter = subscription.series().stream()
                .flatMap(series -> Optional.ofNullable(history.candles().get(series)).stream())
                .mapToInt(columns -> columns.size() / WARM_UPS).min().orElse(0);
        return new Subscription(subscription.series(), subscription.instruments(), subscription.hedges(),
                options.from().isPresent() ? needed : Math.max(needed, quarter));
    }

    private CandleFiles files() {
        try {
            return CandleFiles.read(options.candles());
        } catch (CsvFormatException | IllegalArgumentException | UncheckedIOException e) {
            throw new BacktestException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The settings of the bot's own files that a back-test reads, and those that were asked for instead.
    private <S> Map<String, String> environment(Function<SettingsReader, Setting<S>> settings) {
        Set<String> declared = new HashSet<>();
        SettingsReader.describe(in -> {
            Setting<TradingSettings> _ = TradingSettings.declare(in);
            Setting<S> _ = settings.apply(in);
        }).stream().map(SettingDeclaration::name).forEach(declared::add);
        Map<String, String> environment = new TreeMap<>();
        options.environment().forEach((name, value) -> {
            if (declared.contains(name)) {
                environment.put(name, value);
            }
        });
        options.set().forEach((name, value) -> {
            if (!declared.contains(name)) {
                throw new BacktestException(
                        "--set %s: the bot has no such setting, or a back-test does not use it; it has %s".formatted(
                                name, String.join(", ", declared.stream().sorted().toList())));
            }
            environment.put(name, value);
        });
        return environment;
    }

    private BacktestSettings tested(TradingSettings trading) {
        PaperSettings costs = trading.paper();
        int slippage = options.slippageBps().orElse(costs.candleSlippageBps());
        try {
            PaperSettings tested = new PaperSettings(costs.linearTakerFee(), costs.linearMakerFee(),
                    costs.spotTakerFee(), costs.spotMakerFee(), costs.levels(), costs.levelSpacingBps(), slippage,
                    costs.candleShare());
            return new BacktestSettings(new BotId(options.bot()), trading.engine(), trading.limits(), tested,
                    options.spreadBps());
        } catch (IllegalArgumentException e) {
            throw new BacktestException(String.valueOf(e.getMessage()), e);
        }
    }

    private record Both<S>(TradingSettings trading, S own) {}
}
