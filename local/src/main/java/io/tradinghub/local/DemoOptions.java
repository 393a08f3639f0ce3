package io.tradinghub.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a demo run was asked for.
///
/// @param speed seconds of market time per second
/// @param seed of the synthetic market
/// @param candles files to replay instead of the synthetic market; empty for that
/// @param length how long to run; empty until stopped
/// @param start whether what an earlier run left is kept
/// @param data the folder that holds everything between runs
record DemoOptions(double speed, long seed, List<Path> candles, Optional<Duration> length, Start start, Path data) {

    DemoOptions {
        candles = List.copyOf(candles);
        if (!(speed >= 1 && speed <= 3_600)) {
            throw new DemoException("--speed must be from 1 to 3600, got %s".formatted(speed));
        }
        if (length.isPresent() && length.get().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new DemoException("--minutes must be more than 0");
        }
    }

    /// What to do with the data of an earlier run.
    enum Start {
        CONTINUE, FRESH
    }
}
