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

/// The recorder program: opens stores and exchange, and records until it is told to stop. Continue at [Recorder].
public final class RecorderMain {
    private RecorderMain() {}

    public static void main(String[] arguments) {
        System.exit(Program.run("recorder", System.getenv(), System.err, RecorderEnvironment::declare,
                RecorderMain::record));
    }

    private static void record(RecorderEnvironment environment) throws InterruptedException {
        try (OpenResources resources = new OpenResources(Duration.ofSeconds(20)).closeOnExit()) {
            Telemetry telemetry = new Telemetry();
            InstantSource wallClock = InstantSource.system();
            telemetry.watchDisk(environment.recorder().workFolder());
            RecorderStores stores = StoreFactory.open(environment, resources, telemetry, wallClock);
            ExchangeClock clock = new ExchangeClock(wallClock);
            PublicMarketData rest = resources.own("rest", BybitMarketData.open(environment.rest(), clock));
            Heartbeat heartbeat = new Heartbeat(environment.heartbeat(), wallClock);
            Recorder recorder = resources.own("recorder",
                    Recorder.open(environment.recorder(), stores, rest, clock, telemetry, heartbeat));
            recorder.awaitFailure();
        }
    }
}
