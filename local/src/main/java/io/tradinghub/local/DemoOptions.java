package io.tradinghub.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The options of a demo run.
///
/// @param speed seconds of market time per second
/// @param seed of the synthetic market
/// @param candles files to replay; empty for the synthetic market
/// @param length how long to run; empty for no limit
/// @param start whether to keep the data of an earlier run
/// @param data the folder that keeps everything between runs
/// @param trading where the bots' orders go
record DemoOptions(double speed, long seed, List<Path> candles, Optional<Duration> length, Start start, Path data,
        Trading trading) {

    private static final int MAX_SPEED = 3_600;
    private static final int MAX_SPEED_OF_ACCOUNTS = 60;

    DemoOptions {
        candles = List.copyOf(candles);
        if (!(speed >= 1 && speed <= MAX_SPEED)) {
            throw new DemoException("--speed must be from 1 to %d, got %s".formatted(MAX_SPEED, speed));
        }
        if (trading == Trading.ACCOUNTS && speed > MAX_SPEED_OF_ACCOUNTS) {
            throw new DemoException(
                    "--accounts needs a --speed of at most %d, got %s: a signed request is valid for a minute of market time"
                            .formatted(MAX_SPEED_OF_ACCOUNTS, speed));
        }
        if (length.isPresent() && length.get().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new DemoException("--minutes must be more than 0");
        }
    }

    /// Where orders go.
    enum Trading {
        /// They are filled in each bot's own program.
        PAPER,
        /// To an account of each bot at the simulated exchange. Accounts end with the run.
        ACCOUNTS
    }

    /// What to do with the data of an earlier run.
    enum Start {
        CONTINUE, FRESH
    }
}
