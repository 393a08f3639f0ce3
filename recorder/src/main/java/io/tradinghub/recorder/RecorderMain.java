package io.tradinghub.recorder;

import java.time.Duration;
import java.time.InstantSource;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Program;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.influx.InfluxTelemetry;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.InfluxSettings;

/// The program of the container: records until it is told to stop.
public final class RecorderMain {
    private RecorderMain() {}

    public static void main(String[] arguments) {
        System.exit(Program.run("recorder", System.getenv(), System.err, RecorderEnvironment::declare,
                RecorderMain::record));
    }

    private static void record(RecorderEnvironment environment) throws InterruptedException {
        try (OpenResources resources = new OpenResources(Duration.ofSeconds(20)).closeOnExit()) {
            Telemetry telemetry = new Telemetry();
            telemetry.watchDisk(environment.recorder().workFolder());
            RecorderStores stores = StoreFactory.open(environment, resources, telemetry);
            send(telemetry, environment, resources);
            ExchangeClock clock = new ExchangeClock(InstantSource.system());
            PublicMarketData rest = resources.own("rest", BybitMarketData.open(environment.rest(), clock));
            Heartbeat heartbeat = new Heartbeat(environment.heartbeat(), InstantSource.system());
            resources.own("recorder", Recorder.open(environment.recorder(), stores, rest, clock, telemetry, heartbeat))
                    .awaitFailure();
        }
    }

    /// Its numbers go where the candles go, if that is InfluxDB.
    private static void send(Telemetry telemetry, RecorderEnvironment environment, OpenResources resources) {
        if (environment.candles() instanceof CandleStoreSettings.Influx(InfluxSettings influx)) {
            resources.own("telemetry", InfluxTelemetry.open(influx, "recorder", telemetry, InstantSource.system()));
        }
    }
}
