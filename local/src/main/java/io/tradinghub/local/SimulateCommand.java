package io.tradinghub.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.tradinghub.local.matching.BybitMatching;
import io.tradinghub.simulation.BotSimulation;
import io.tradinghub.simulation.Faults;
import io.tradinghub.simulation.Trace;
import io.tradinghub.simulation.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `hub simulate`: lives through seeds of the deterministic simulation, on every core. `./hub simulate --help`
/// documents the options without a JVM.
@Command(name = "simulate")
final class SimulateCommand implements Callable<Integer> {
    private static final int MAX_REPORTED = 20;
    /// Of three bots in a row one trades a hedge.
    private static final int BOTS = 3;
    private final PrintStream out;

    @Option(names = "--seeds", defaultValue = "1-1000", converter = SeedRange.Converter.class)
    private SeedRange seeds = new SeedRange(1, 1_000);

    @Option(names = "--matching", defaultValue = "paper", converter = Choice.Converter.class)
    private Choice matching = Choice.PAPER;

    @Option(names = "--days", defaultValue = "7")
    private int days;

    @Option(names = "--minutes")
    private @Nullable Double minutes;

    @Option(names = "--trace")
    private boolean trace;

    /// What matches the orders.
    private enum Choice {
        PAPER, BYBIT;

        private BotSimulation.Plan plan(long seed, int days) {
            return switch (this) {
                case PAPER -> BotSimulation.Plan.onPaper(seed, days);
                case BYBIT -> new BotSimulation.Plan(seed, days, BOTS, BybitMatching::start);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static final class Converter implements ITypeConverter<Choice> {
            @Override
            public Choice convert(String text) {
                return Arrays.stream(values()).filter(choice -> choice.toString().equals(text)).findFirst()
                        .orElseThrow(() -> new TypeConversionException(
                                "expected paper or bybit, got '%s'".formatted(text)));
            }
        }
    }

    SimulateCommand() {
        this(System.out);
    }

    SimulateCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (days < 1 || days > 3_650) {
            throw new DemoException("--days must be from 1 to 3650, got %d".formatted(days));
        }
        Optional<Duration> length = Optional.ofNullable(minutes).map(n -> Duration.ofMillis(Math.round(n * 60_000)));
        if (trace && seeds.first() != seeds.last()) {
            throw new DemoException("--trace needs one seed: --seeds N");
        }
        Sweep sweep = new Sweep(seeds, days, length);
        long start = System.nanoTime();
        int workers = Runtime.getRuntime().availableProcessors();
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> running = IntStream.range(0, workers)
                    .<Future<?>>mapToObj(_ -> executor.submit(sweep::work)).toList();
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a simulation could not run", failed.getCause());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf("%d seeds of %d days, %d executions, %d violations, %d ms a seed and core%n", sweep.done.get(), days,
                sweep.executions.get(), sweep.violations.get(),
                took.toMillis() * workers / Math.max(1, sweep.done.get()));
        return sweep.violations.get() == 0 ? 0 : 1;
    }

    private void print(Instant at, String who, Object what) {
        out.printf("%s %s %s%n", at, who, what);
    }

    /// Seeds that several workers take from, each once.
    private final class Sweep {
        private final SeedRange seeds;
        private final int days;
        private final long endNanos;
        private final AtomicLong next;
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong executions = new AtomicLong();
        private final AtomicLong violations = new AtomicLong();

        private Sweep(SeedRange seeds, int days, Optional<Duration> length) {
            this.seeds = seeds;
            this.days = days;
            this.next = new AtomicLong(seeds.first());
            this.endNanos = System.nanoTime() + length.orElse(Duration.ofDays(365)).toNanos();
        }

        private void work() {
            for (long seed = next.getAndIncrement(); seed <= seeds.last()
                    && System.nanoTime() < endNanos; seed = next.getAndIncrement()) {
                live(seed);
            }
        }

        private void live(long seed) {
            try {
                executions.addAndGet(
                        BotSimulation.run(matching.plan(seed, days), Faults.HOSTILE,
                                trace ? SimulateCommand.this::print : Trace.NONE).executions());
            } catch (Violation violation) {
                if (violations.incrementAndGet() <= MAX_REPORTED) {
                    out.printf("%s; %s%n", violation.getMessage(), again(seed));
                }
            } catch (RuntimeException failed) {
                throw new IllegalStateException("seed %d broke off; %s".formatted(seed, again(seed)), failed);
            }
            done.incrementAndGet();
        }

        private String again(long seed) {
            return "again with: ./hub simulate --matching %s --seeds %d --days %d".formatted(matching, seed, days);
        }
    }
}
