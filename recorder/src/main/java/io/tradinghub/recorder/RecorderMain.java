package io.tradinghub.recorder;

import java.time.Duration;
import java.time.InstantSource;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.redis.RedisBanBoard;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Program;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.store.RedisPool;

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
            RedisPool redis = resources.own("redis", RedisPool.open(environment.redis(), "recorder"));
            RecorderStores stores = StoreFactory.open(environment, redis, resources, telemetry, wallClock);
            HostRequests requests = resources.own("requests", HostRequests.open(
                    RequestShare.ofQuestions(environment.requestsPerSecond()), new RedisBanBoard(redis), wallClock));
            requests.show(telemetry);
            ExchangeClock clock = new ExchangeClock(wallClock);
            PublicMarketData rest = resources.own("rest", BybitMarketData.open(environment.rest(), requests, clock));
            Heartbeat heartbeat = new Heartbeat(environment.heartbeat(), wallClock);
            Recorder recorder = resources.own("recorder",
                    Recorder.open(environment.recorder(), stores, rest, clock, telemetry, heartbeat));
            recorder.awaitFailure();
        }
    }
}
