package io.tradinghub.backtest.sweep;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.command.BotTester;
import io.tradinghub.backtest.command.MarketReader;
import io.tradinghub.backtest.command.Progress;
import io.tradinghub.backtest.command.TestedBot;
import io.tradinghub.bot.Bot;
import io.tradinghub.runner.BotHost;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// Runs a bot with many sets of settings instead of letting it trade.
final class SweepHost implements BotHost {
    private static final int OK = 0;
    private static final int STORE_LOST = 1;
    private static final int MOST_NAMED = 3;
    private final SweepOptions options;
    private final PrintStream out;
    private final PrintStream errors;

    SweepHost(SweepOptions options, PrintStream out, PrintStream errors) {
        this.options = options;
        this.out = out;
        this.errors = errors;
    }

    @Override
    public <S> int run(String program, Function<SettingsReader, Setting<S>> settings, Function<S, Bot> strategy) {
        try {
            sweep(new BotTester<>(options.tested(), settings, strategy));
            return OK;
        } catch (BacktestException e) {
            errors.println("hub: " + e.getMessage());
            return SettingsException.EXIT_CODE;
        } catch (SettingsException e) {
            errors.println(e.getMessage());
            return SettingsException.EXIT_CODE;
        } catch (StoreLostException e) {
            errors.println("hub: " + e.getMessage());
            return STORE_LOST;
        }
    }

    private <S> void sweep(BotTester<S> tester) {
        SweepPlan plan = SweepPlan.of(options, tester, new MarketReader(options.tested(), errors)::read);
        announce(plan);
        try (StopSignal stop = StopSignal.listen();
                TrialStore store = TrialStore.open(folder(), plan.study(), options.mode());
                TrialRunner runner = new TrialRunner(options.jobs(), stop::isGiven)) {
            Optional<SweepResult> result = new Trials(plan, store, runner).all();
            if (result.isEmpty()) {
                out.println("stopped; all trials that ended are in %s, and --resume goes on".formatted(options.out()));
                return;
            }
            SweepFolder.write(options.out(), result.get());
            new SweepText(result.get()).print(out);
        }
    }

    private void announce(SweepPlan plan) {
        out.printf("%s: %d sets from %s to %s, %d trials, %d at once%n", options.tested().bot(), plan.sets().size(),
                plan.period().from(), plan.period().to(), plan.size(), options.jobs());
        if (!plan.refused().isEmpty()) {
            out.printf("not tried, because the bot does not accept them: %d more sets%n", plan.refused().size());
            plan.refused().entrySet().stream().limit(MOST_NAMED).forEach(
                    refused -> out.printf("  %s: %s%n", refused.getKey(), refused.getValue()));
        }
        SweepPlan.Memory memory = plan.memory(options.jobs());
        long most = Runtime.getRuntime().maxMemory();
        out.printf("needs about %s; this JVM may take %d MB%n", memory, SweepPlan.Memory.mega(most));
        if (memory.all() > most) {
            throw new BacktestException(
                    "that is more than this JVM may take; fewer --jobs, fewer sets, or JAVA_TOOL_OPTIONS=-Xmx%dm"
                            .formatted(SweepPlan.Memory.mega(memory.all())));
        }
    }

    private Path folder() {
        try {
            return Files.createDirectories(options.out());
        } catch (IOException e) {
            throw new BacktestException("%s: files cannot be written there (%s); choose another --out".formatted(
                    options.out(), e.getMessage()), e);
        }
    }

    /// Runs what has not been run yet.
    private final class Trials {
        private final SweepPlan plan;
        private final TrialStore store;
        private final TrialRunner runner;
        private final Map<Trial.Key, TrialRow> rows = new HashMap<>();

        Trials(SweepPlan plan, TrialStore store, TrialRunner runner) {
            this.plan = plan;
            this.store = store;
            this.runner = runner;
        }

        /// All trials; empty if it was stopped before their end.
        Optional<SweepResult> all() {
            List<List<Trial>> known = plan.known();
            known.forEach(trials -> trials.forEach(this::find));
            try (Progress progress = Progress.of("trials", plan.size(), rows.size())) {
                for (List<Trial> trials : known) {
                    if (!run(trials, progress)) {
                        return Optional.empty();
                    }
                }
                List<WalkForwardTurn> turns = plan.windows().stream().map(this::turn).toList();
                List<Trial> tests = turns.stream().flatMap(turn -> turn.test().stream()).toList();
                tests.forEach(this::find);
                if (!run(tests, progress)) {
                    return Optional.empty();
                }
                Optional<WalkForwardResult> walked = options.walkForward().map(_ -> WalkForwardResult.of(turns, rows));
                return Optional.of(new SweepResult(options, plan, rows(plan.whole()), walked));
            }
        }

        private void find(Trial trial) {
            store.find(trial).ifPresent(row -> rows.put(trial.key(), row));
        }

        private boolean run(List<Trial> trials, Progress progress) {
            return runner.run(trials.stream().filter(trial -> !rows.containsKey(trial.key())).toList(), this::tried,
                    row -> {
                        store.add(row);
                        rows.put(row.trial().key(), row);
                        progress.step();
                    });
        }

        private List<TrialRow> rows(List<Trial> trials) {
            return trials.stream().map(trial -> rows.get(trial.key())).toList();
        }

        private WalkForwardTurn turn(WalkForward.Window window) {
            Optional<TrialRow> chosen = rows(plan.train(window)).stream()
                    .filter(row -> row.value(options.objective()) > Double.NEGATIVE_INFINITY)
                    .max(Comparator.comparingDouble((TrialRow row) -> row.value(options.objective()))
                            .thenComparing(row -> -row.trial().number()));
            return new WalkForwardTurn(window, chosen, chosen.map(row -> plan.test(window, row.trial())));
        }

        /// Whatever happens in a trial ends as its row.
        private TrialRow tried(Trial trial) {
            try {
                TestedBot bot = Objects.requireNonNull(plan.bots().get(trial.set()));
                return TrialRow.of(trial, bot.run(plan.market(), trial.over()));
            } catch (RuntimeException e) {
                return TrialRow.failed(trial, String.valueOf(e.getMessage()));
            }
        }
    }
}
