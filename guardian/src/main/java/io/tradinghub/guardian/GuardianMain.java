package io.tradinghub.guardian;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.guardian.channel.Channel;
import io.tradinghub.guardian.channel.DeliveryException;
import io.tradinghub.guardian.channel.Message;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Program;
import io.tradinghub.operations.Watchdog;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// The guardian program: watches until it is told to stop. With the argument `test` it sends a test message through
/// each channel and pings the dead-man address instead, and ends with 1 when one was not taken. Continue at [Guardian].
public final class GuardianMain {
    /// Every store and every channel has its own time limit, which together stay below.
    private static final Duration HANG_LIMIT = Duration.ofMinutes(3);

    private GuardianMain() {}

    public static void main(String[] arguments) {
        if (List.of(arguments).equals(List.of("test"))) {
            System.exit(test(System.getenv(), System.out, System.err));
        }
        System.exit(Program.run("guardian", System.getenv(), System.err, GuardianSettings::declare,
                GuardianMain::watch));
    }

    /// Sends the test message and prints a line for each channel.
    static int test(Map<String, String> environment, PrintStream out, PrintStream errors) {
        GuardianSettings settings;
        try {
            settings = SettingsReader.read(environment, GuardianSettings::declare);
        } catch (SettingsException e) {
            errors.println(e.getMessage());
            return SettingsException.EXIT_CODE;
        }
        if (settings.alerts().channels().isEmpty()) {
            out.println("warn  ALERTS is none: nobody is told of alerts (./hub init --alerts telegram)");
        }
        int code = Program.OK;
        for (Channel channel : settings.alerts().channels()) {
            try {
                channel.send(Message.test(settings.hub()));
                out.printf("ok    %s took the test message; look whether it arrived%n", channel.name());
            } catch (DeliveryException notTaken) {
                out.printf("BAD   %s did not take the test message: %s%n", channel.name(), notTaken.reason());
                code = Program.FAILED;
            }
        }
        return Math.max(code, ping(settings, out));
    }

    private static int ping(GuardianSettings settings, PrintStream out) {
        if (settings.deadMan().isEmpty()) {
            out.println(
                    "warn  GUARDIAN_DEAD_MAN is false: nobody outside notices when this host is dead (./hub init --dead-man)");
            return Program.OK;
        }
        try {
            settings.deadMan().get().ping();
            out.println("ok    the dead-man address took a ping");
            return Program.OK;
        } catch (DeliveryException notTaken) {
            out.printf("BAD   the dead-man address did not take a ping: %s%n", notTaken.reason());
            return Program.FAILED;
        }
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
