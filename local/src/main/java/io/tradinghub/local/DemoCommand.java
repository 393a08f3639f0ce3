package io.tradinghub.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hub demo`: reads its options and runs the [Demo].
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Runs the whole hub in one JVM: a simulated exchange, the recorder, three bots on paper, PostgreSQL and Redis.",
        "Ctrl-C ends it; the next run goes on from the positions it finds.",
        "Where there is no JDK 25 with Maven, and with --docker, it runs in a container and keeps its data in a volume."})
final class DemoCommand implements Callable<Integer> {
    private static final double SECONDS_PER_MINUTE = 60;

    @Option(names = "--speed", paramLabel = "N", defaultValue = "60", description = "Seconds of market time per second (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the synthetic market (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--candles", paramLabel = "FILE", arity = "1..*", description = "Replays candles from CSV files, gzip or not, instead of the synthetic market.")
    private List<Path> candles = List.of();

    @Option(names = "--minutes", paramLabel = "N", description = "Ends after N minutes by the clock on the wall (default: runs until Ctrl-C).")
    private @Nullable Double minutes;

    @Option(names = "--fresh", description = "Throws away what earlier runs left.")
    private boolean fresh;

    @Option(names = "--data", paramLabel = "FOLDER", defaultValue = "${sys:hub.data:-data/demo}", description = "Where everything is kept between runs (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data/demo");

    @Override
    public Integer call() throws InterruptedException {
        Optional<Duration> length = Optional.ofNullable(minutes)
                .map(n -> Duration.ofMillis(Math.round(n * SECONDS_PER_MINUTE * 1_000)));
        DemoOptions options = new DemoOptions(speed, seed, candles, length,
                fresh ? DemoOptions.Start.FRESH : DemoOptions.Start.CONTINUE, data.toAbsolutePath().normalize());
        return new Demo(options, System.out).run();
    }
}
