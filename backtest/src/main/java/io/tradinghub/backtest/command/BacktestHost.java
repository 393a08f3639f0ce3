package io.tradinghub.backtest.command;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.columns.ColumnCache;
import io.tradinghub.backtest.command.BacktestOptions.Market;
import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.market.MarketException;
import io.tradinghub.backtest.store.HubMarket;
import io.tradinghub.backtest.store.HubStores;
import io.tradinghub.backtest.store.KeptMarket;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.StoreUnavailableException;
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
    private final BacktestOptions options;
    private final PrintStream out;
    private final PrintStream errors;

    BacktestHost(BacktestOptions options, PrintStream out, PrintStream errors) {
        this.options = options;
        this.out = out;
        this.errors = errors;
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
        RunFolder folder = RunFolder.in(options.out());
        MarketData market = market(subscription);
        BacktestPlan plan = BacktestPlan.of(subscription, market, options);
        BacktestSettings tested = tested(both.trading());
        BacktestResult result = Backtest.run(bot, tested, plan.history(), plan.period());
        RunReport report = new RunReport(options, environment, tested, subscription, market, plan, result);
        folder.write(report);
        report.print(out);
        return OK;
    }

    private MarketData market(Subscription subscription) {
        try {
            return switch (options.market()) {
                case Market.Candles(List<Path> files, Optional<Path> kept) -> CandleFiles.read(files,
                        kept.map(folder -> ColumnCache.in(folder, this::note)).orElseGet(ColumnCache::none)).market();
                case Market.Kept(Path kept) -> HubMarket.kept(new KeptMarket(kept, this::note)).read(subscription,
                        options.from(), options.to());
                case Market.Hub(Map<String, String> environment, Path kept) -> {
                    try (HubStores stores = HubStores.open(environment)) {
                        yield HubMarket.of(stores, new KeptMarket(kept, this::note), this::note).read(subscription,
                                options.from(), options.to());
                    }
                }
            };
        } catch (CsvFormatException | MarketException | StoreUnavailableException | IllegalArgumentException
                | IllegalStateException | UncheckedIOException e) {
            throw new BacktestException(String.valueOf(e.getMessage()), e);
        }
    }

    private void note(String text) {
        errors.println("hub: " + text);
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
