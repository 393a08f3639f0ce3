package io.tradinghub.backtest.command;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.runner.TradingSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingDeclaration;
import io.tradinghub.settings.SettingsReader;

/// Makes bots to test of one program, each with settings of its own. Any number of threads may use one.
public final class BotTester<S> {
    private final BacktestOptions options;
    private final Function<SettingsReader, Setting<S>> settings;
    private final Function<S, Bot> strategy;

    /// Of a program, as its `main` hands it to its host.
    public BotTester(BacktestOptions options, Function<SettingsReader, Setting<S>> settings,
            Function<S, Bot> strategy) {
        this.options = options;
        this.settings = settings;
        this.strategy = strategy;
    }

    /// The bot with the settings of the options, and these in their place.
    ///
    /// @throws BacktestException if the bot has no such setting
    /// @throws io.tradinghub.settings.SettingsException if the bot does not accept the settings
    public TestedBot with(Map<String, String> varied) {
        Map<String, String> environment = environment(varied);
        Both<S> both = SettingsReader.read(environment, in -> {
            Setting<TradingSettings> trading = TradingSettings.declare(in);
            Setting<S> own = settings.apply(in);
            return in.combine(() -> new Both<>(trading.get(), own.get()));
        });
        return new TestedBot(options, environment, tested(both.trading()), () -> strategy.apply(both.own()));
    }

    /// The settings of the bot's own files that a back-test reads, and those that were asked for instead.
    ///
    /// @throws BacktestException if the bot has no such setting
    public Map<String, String> environment(Map<String, String> varied) {
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
        require("--set", options.set(), declared);
        environment.putAll(options.set());
        require("--vary", varied, declared);
        environment.putAll(varied);
        return environment;
    }

    private static void require(String option, Map<String, String> asked, Set<String> declared) {
        asked.keySet().stream().filter(name -> !declared.contains(name)).sorted().findFirst().ifPresent(name -> {
            throw new BacktestException(
                    "%s %s: the bot has no such setting, or a back-test does not use it; it has %s".formatted(option,
                            name, String.join(", ", declared.stream().sorted().toList())));
        });
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
