package io.tradinghub.backtest.command;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;

import io.tradinghub.bot.Bot;
import io.tradinghub.runner.BotHost;
import io.tradinghub.settings.Setting;
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
        TestedBot tested = new BotTester<>(options, settings, strategy).with(Map.of());
        RunFolder folder = RunFolder.in(options.out());
        RunReport report = tested.run(BotTester.files(options));
        folder.write(report);
        report.print(out);
        return OK;
    }
}
