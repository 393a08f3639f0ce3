package io.tradinghub.backtest.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.check.Question;
import io.tradinghub.backtest.check.Trial;
import io.tradinghub.backtest.check.Verdict;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.bot.Bot;
import io.tradinghub.runner.BotHost;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// Runs a bot over candles instead of letting it trade.
final class BacktestHost implements BotHost {
    private static final int OK = 0;
    private static final int NOT_TRUE = 1;
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
        TestedBot tested = new BotTester<>(options, settings, strategy).with(Map.of());
        if (purpose == Purpose.CHECK) {
            return check(tested.trial(market(tested)));
        }
        RunFolder folder = RunFolder.in(options.out());
        RunReport report = tested.run(market(tested));
        folder.write(report);
        report.print(out);
        return OK;
    }

    private MarketData market(TestedBot tested) {
        return new MarketReader(options, errors).read(tested.subscription());
    }

    /// Asks whether a test of the bot can be believed.
    private int check(Trial trial) {
        out.printf(Locale.ROOT, "%s, %s to %s%n", options.bot(), trial.period().from(), trial.period().to());
        boolean isTrue = true;
        for (Question question : Question.values()) {
            Verdict verdict = question.ask(trial);
            out.printf(Locale.ROOT, "  %-12s %s: %s%n", question.text(), verdict.isPassed() ? "passed" : "FAILED",
                    verdict.detail());
            isTrue &= verdict.isPassed();
        }
        return isTrue ? OK : NOT_TRUE;
    }
}
