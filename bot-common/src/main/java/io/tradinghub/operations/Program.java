package io.tradinghub.operations;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;

import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts an application from its settings and gives it an exit code: 0 when it ended by itself or was asked to, 1 when
/// it failed, 2 when its settings are wrong, with every fault on the error stream.
///
/// ```java
/// void main() {
///     System.exit(Program.run("recorder", System.getenv(), System.err, RecorderSettings::declare, RecorderMain::run));
/// }
/// ```
public final class Program {
    public static final int OK = 0;
    public static final int FAILED = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private Program() {}

    /// Reads the settings and runs the body with them; answers the exit code. A thread that was interrupted ends with
    /// [#OK] and stays interrupted.
    public static <T> int run(String name, Map<String, String> environment, PrintStream errors,
            Function<SettingsReader, Setting<T>> declare, Body<T> body) {
        T settings;
        try {
            settings = SettingsReader.read(environment, declare);
        } catch (SettingsException e) {
            errors.println(e.getMessage());
            return SettingsException.EXIT_CODE;
        }
        try {
            body.run(settings);
            return OK;
        } catch (SettingsException e) {
            errors.println(e.getMessage());
            return SettingsException.EXIT_CODE;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return OK;
        } catch (Exception e) {
            LOG.atError().addKeyValue("program", name).setCause(e).log("program failed");
            return FAILED;
        }
    }

    /// What the program does between its settings and its end.
    @FunctionalInterface
    public interface Body<T> {
        void run(T settings) throws Exception;
    }
}
