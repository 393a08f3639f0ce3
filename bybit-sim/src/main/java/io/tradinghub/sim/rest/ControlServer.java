package io.tradinghub.sim.rest;

import java.net.URI;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;

/// Serves the control API on a port of its own, to programs of the same host alone: whoever reaches it throws faults at
/// every client and does what it likes with every account. In a container nobody outside of it is such a program.
public final class ControlServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private final Javalin server;

    private ControlServer(Javalin server) {
        this.server = server;
    }

    /// Throws `JavalinBindException` if the port is in use; 0 picks a free one.
    public static ControlServer start(int port, FaultControl faults, AccountControl accounts) {
        return new ControlServer(Javalin.create(config -> {
            disableStartupLog(config);
            faults.configure(config.routes);
            accounts.configure(config.routes);
        }).start(LOOPBACK, port));
    }

    /// The base URL, without a path.
    public URI url() {
        return URI.create("http://%s:%d".formatted(LOOPBACK, server.port()));
    }

    /// Javalin's own banner and advice say nothing about the simulator.
    public static void disableStartupLog(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
    }

    @Override
    public void close() {
        server.stop();
    }
}
