package io.tradinghub.sim;

import java.net.URI;
import java.time.InstantSource;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.rest.FaultControl;
import io.tradinghub.sim.rest.RestApi;
import io.tradinghub.sim.stream.StreamServer;
import io.tradinghub.sim.wire.Instruments;

/// A simulated Bybit v5 exchange: serves REST and the public streams of one market on one port.
///
/// The clock gives market time: every timestamp that clients see comes from it, and they see no data from after it. It
/// may run at any speed; the streams still send every closed candle. The caller that starts the simulator closes it,
/// which ends all connections.
public final class BybitSim implements AutoCloseable {
    private final String host;
    private final Javalin server;
    private final StreamServer streams;
    private final SimFaults faults;

    private BybitSim(String host, Javalin server, StreamServer streams, SimFaults faults) {
        this.host = host;
        this.server = server;
        this.streams = streams;
        this.faults = faults;
    }

    /// Starts serving the market. Throws `JavalinBindException` if the port is in use.
    public static BybitSim start(SimSettings settings, Market market, InstantSource clock) {
        SimFaults faults = new SimFaults(System::nanoTime);
        Instruments instruments = new Instruments(market);
        RestApi rest = new RestApi(instruments, faults, clock, settings.requestsPerFiveSeconds());
        StreamServer streams = StreamServer.open(instruments, faults, clock, settings.pushMillis());
        try {
            Javalin server = Javalin.create(config -> {
                disableStartupLog(config);
                rest.configure(config.routes);
                new FaultControl(faults).configure(config.routes);
                for (Category category : Category.values()) {
                    config.routes.ws(streamPath(category), socket -> streams.configure(socket, category));
                }
            }).start(settings.host(), settings.port());
            return new BybitSim(settings.host(), server, streams, faults);
        } catch (RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    /// The base URL of the REST API, without a path.
    public URI restUrl() {
        return URI.create("http://%s:%d".formatted(host, server.port()));
    }

    /// The URL of this category's public stream.
    public URI publicStreamUrl(Category category) {
        return URI.create("ws://%s:%d%s".formatted(host, server.port(), streamPath(category)));
    }

    /// Injects faults into this simulator.
    public SimFaults faults() {
        return faults;
    }

    @Override
    public void close() {
        streams.close();
        server.stop();
    }

    private static String streamPath(Category category) {
        return "/v5/public/" + category.wireName();
    }

    private static void disableStartupLog(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
    }
}
