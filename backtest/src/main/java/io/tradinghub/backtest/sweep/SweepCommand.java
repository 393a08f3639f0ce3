package io.tradinghub.backtest.sweep;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.command.BacktestCommand;
import io.tradinghub.backtest.command.BacktestOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reads the options of `./hub sweep`, which documents them.
@Command(name = "sweep")
final class SweepCommand implements Callable<Integer> {
    private static final long DEFAULT_SEED = 1;
    private final PrintStream out;

    @Mixin
    private final BacktestCommand tested;

    @Option(names = "--vary")
    private List<String> vary = List.of();

    @Option(names = "--sobol")
    private @Nullable Integer sobol;

    @Option(names = "--seed")
    private long seed = DEFAULT_SEED;

    @Option(names = "--objective")
    private Objective objective = Objective.SHARPE;

    @Option(names = "--jobs")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--resume")
    private boolean resumes;

    @Option(names = "--walk-forward")
    private @Nullable String walkForward;

    SweepCommand(PrintStream out) {
        this.out = out;
        this.tested = new BacktestCommand(out);
    }

    @Override
    public Integer call() throws Exception {
        return tested.run(new SweepHost(options(), out, System.err));
    }

    private SweepOptions options() {
        BacktestOptions common = tested.options();
        Path folder = common.out().orElseThrow(
                () -> new BacktestException("a sweep needs a folder for its rows: --out FOLDER"));
        return new SweepOptions(common, vary.stream().map(Axis::parse).toList(),
                Optional.ofNullable(sobol).map(sets -> new ParameterSpace.Sobol(sets, seed)), objective, jobs, folder,
                resumes ? TrialStore.Mode.RESUME : TrialStore.Mode.NEW,
                Optional.ofNullable(walkForward).map(WalkForward::parse));
    }
}
