package io.tradinghub.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hub demo`: reads the options and runs the [Demo]. `./hub demo --help` documents the options without a JVM.
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
    private static final double SECONDS_PER_MINUTE = 60;

    @Option(names = "--speed", defaultValue = "60")
    private double speed;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--candles", arity = "1..*")
    private List<Path> candles = List.of();

    @Option(names = "--minutes")
    private @Nullable Double minutes;

    @Option(names = "--accounts")
    private boolean accounts;

    @Option(names = "--fresh")
    private boolean fresh;

    @Option(names = "--data", defaultValue = "${sys:hub.data:-data/demo}")
    private Path data = Path.of("data/demo");

    @Override
    public Integer call() throws InterruptedException {
        Optional<Duration> length = Optional.ofNullable(minutes)
                .map(n -> Duration.ofMillis(Math.round(n * SECONDS_PER_MINUTE * 1_000)));
        DemoOptions options = new DemoOptions(speed, seed, candles, length,
                fresh ? DemoOptions.Start.FRESH : DemoOptions.Start.CONTINUE, data.toAbsolutePath().normalize(),
                accounts ? DemoOptions.Trading.ACCOUNTS : DemoOptions.Trading.PAPER);
        return new Demo(options, System.out, new ShutdownSignal()).run();
    }
}
