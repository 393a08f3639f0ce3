package io.tradinghub.guardian;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Program;
import io.tradinghub.operations.Watchdog;

/// The guardian program: watches until it is told to stop. With the argument `test` it sends a test message through
/// each channel and pings the dead-man address instead ([TestMessage]). Continue at [Guardian].
public final class GuardianMain {
    /// Every store and every channel has its own time limit, which together stay below.
    private static final Duration HANG_LIMIT = Duration.ofMinutes(3);

    private GuardianMain() {}

    public static void main(String[] arguments) {
        if (List.of(arguments).equals(List.of("test"))) {
            System.exit(TestMessage.send(System.getenv(), System.out, System.err));
        }
        System.exit(Program.run("guardian", System.getenv(), System.err, GuardianSettings::declare,
                GuardianMain::watch));
    }

    private static void watch(GuardianSettings settings) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        Heartbeat heartbeat = new Heartbeat(settings.heartbeat(), clock);
        Heartbeat rounds = new Heartbeat(Optional.empty(), clock);
        try (OpenResources resources = new OpenResources(Duration.ofSeconds(10)).closeOnExit()) {
            resources.own("watchdog",
                    Watchdog.start(rounds, HANG_LIMIT, () -> Runtime.getRuntime().halt(Program.FAILED)));
            Guardian guardian = resources.own("guardian",
                    new Guardian(settings, Guardian.Disk.of(Path.of("/")), clock, Guardian.PINGS));
            guardian.run(clock, () -> {
                rounds.beat();
                if (guardian.canTell(clock.instant())) {
                    heartbeat.beat();
                }
            });
        }
    }
}
