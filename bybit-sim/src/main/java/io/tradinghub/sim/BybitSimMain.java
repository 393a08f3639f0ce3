package io.tradinghub.sim;

import java.io.PrintWriter;
import java.time.InstantSource;

/// Runs the simulator as a program until the process is terminated. Continue at [SimCommand].
public final class BybitSimMain {
    private static final String LOG_SETTINGS = "logback.configurationFile";

    private BybitSimMain() {}

    public static void main(String[] args) {
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "io/tradinghub/sim/logback.xml");
        }
        System.exit(SimCommand.execute(new PrintWriter(System.err, true, System.err.charset()), InstantSource.system(),
                args));
    }
}
