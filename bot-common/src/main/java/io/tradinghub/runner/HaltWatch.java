package io.tradinghub.runner;

import java.time.Duration;
import java.util.function.Consumer;

import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.HaltSwitch;
import org.jspecify.annotations.Nullable;

/// Reads the halt switch all the time and tells of changes.
final class HaltWatch implements Runnable {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final RunnerThreads threads;
    private final HaltSwitch halt;
    private final ControlThread control;
    private final Consumer<HaltState> bot;

    /// @param control has asked PostgreSQL once before the switch is read, so that a halt there is not
    ///                overlooked at the start
    HaltWatch(RunnerThreads threads, HaltSwitch halt, ControlThread control, Consumer<HaltState> bot) {
        this.threads = threads;
        this.halt = halt;
        this.control = control;
        this.bot = bot;
    }

    @Override
    public void run() {
        @Nullable
        HaltState last = null;
        try {
            control.awaitFirstTry();
            while (true) {
                HaltState state = halt.read();
                if (state != last) {
                    bot.accept(state);
                    last = state;
                }
                threads.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
