package io.tradinghub.guardian;

import java.io.PrintStream;
import java.util.Map;

import io.tradinghub.guardian.channel.Channel;
import io.tradinghub.guardian.channel.DeliveryException;
import io.tradinghub.guardian.channel.Message;
import io.tradinghub.operations.Program;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// Tries whether people are reached: a test message through each channel, and a ping of the dead-man address.
final class TestMessage {

    private TestMessage() {}

    /// Sends it and prints a line for each channel; the exit code is 1 when one did not take it.
    static int send(Map<String, String> environment, PrintStream out, PrintStream errors) {
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
}
