package io.tradinghub.local;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.concurrent.Callable;

import io.tradinghub.local.kill.KillMatrix;
import io.tradinghub.operations.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hub kill-matrix`: kills bots at every moment of an order's life. `./hub kill-matrix --help` documents the options
/// without a JVM.
@Command(name = "kill-matrix")
final class KillMatrixCommand implements Callable<Integer> {
    private static final int MOST_RUNS = 100_000;
    /// PostgreSQL has room for the connections of so many bots.
    private static final int MOST_ACCOUNTS = 24;
    private final InstantSource clock;
    private final PrintStream out;

    @Option(names = "--runs", defaultValue = "1000")
    private int runs;

    @Option(names = "--accounts", defaultValue = "8")
    private int accounts;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    KillMatrixCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireWithin("--runs", runs, MOST_RUNS);
        requireWithin("--accounts", accounts, MOST_ACCOUNTS);
        if (seed < 0) {
            throw new DemoException("--seed must be 0 or more, got %d".formatted(seed));
        }
        KillMatrix matrix = new KillMatrix(new KillMatrix.Options(runs, Math.min(accounts, runs), seed), clock, out);
        return matrix.run() ? Program.OK : Program.FAILED;
    }

    private static void requireWithin(String option, int given, int most) {
        if (given < 1 || given > most) {
            throw new DemoException("%s must be from 1 to %d, got %d".formatted(option, most, given));
        }
    }
}
