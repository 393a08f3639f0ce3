package io.tradinghub.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.postgres.PostgresCandleHistory;
import io.tradinghub.market.postgres.PostgresCandleStore;
import io.tradinghub.market.postgres.PostgresCoverageStore;
import io.tradinghub.market.postgres.PostgresFundingStore;
import io.tradinghub.market.redis.RedisMarketPublisher;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.Recorder;
import io.tradinghub.recorder.RecorderSettings;
import io.tradinghub.recorder.RecorderStores;
import io.tradinghub.recorder.repair.ScanPlan;
import io.tradinghub.recorder.write.WriterLimits;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.store.RedisPool;

/// Runs the recorder on the simulated exchange, with shorter pauses than on Bybit, since market time passes faster.
final class LocalRecorder {
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(10);
    private static final double REQUESTS_PER_SECOND = 110;
    private static final long SPOOL_BYTES = 64L << 20;

    private LocalRecorder() {}

    /// Where the recorder writes: the stores and its work folder.
    record Destinations(PostgresSettings postgres, RedisSettings redis, Path workFolder) {}

    /// Starts recording all instruments of the market; `resources` closes the recorder.
    static void start(DemoMarket market, BybitSim sim, InstantSource marketClock, Destinations destinations,
            OpenResources resources) {
        ExchangeClock clock = new ExchangeClock(marketClock);
        PublicMarketData rest = resources.own("rest", BybitMarketData
                .open(new BybitRestSettings(sim.restUrl(), REST_TIMEOUT, Duration.ofSeconds(2)),
                        HostRequests.alone(RequestShare.ofQuestions(REQUESTS_PER_SECOND), marketClock), clock));
        RedisPool pool = resources.own("recorder redis", RedisPool.open(destinations.redis(), "recorder"));
        Telemetry telemetry = new Telemetry();
        RecorderStores stores = new RecorderStores(
                resources.own("candle store", PostgresCandleStore.open(destinations.postgres())),
                resources.own("candle history", PostgresCandleHistory.open(destinations.postgres())),
                resources.own("coverage", PostgresCoverageStore.open(destinations.postgres())),
                resources.own("funding rates", PostgresFundingStore.open(destinations.postgres())),
                resources.own("publisher", RedisMarketPublisher.open(pool, telemetry)));
        resources.own("recorder",
                Recorder.open(settings(market, sim, destinations.workFolder()), stores, rest, clock, telemetry,
                        new Heartbeat(Optional.empty(), InstantSource.system())));
    }

    private static RecorderSettings settings(DemoMarket market, BybitSim sim, Path workFolder) {
        URI stream = URI.create("ws://127.0.0.1:" + sim.restUrl().getPort());
        StreamTimes times = new StreamTimes(Duration.ofSeconds(5), Duration.ofSeconds(12),
                Optional.of(Duration.ofSeconds(20)),
                Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMillis(50), Duration.ofSeconds(1),
                Duration.ofSeconds(5));
        WriterLimits limits = new WriterLimits(5_000, Duration.ofMillis(100), 50_000, Duration.ofMillis(100),
                Duration.ofSeconds(1), WriterLimits.STALLED_AFTER);
        ScanPlan scan = new ScanPlan(market.backfillDays(), market.backfillDays(), Duration.ofSeconds(20),
                Duration.ofMillis(500),
                Duration.ofSeconds(1));
        return new RecorderSettings(market.instruments(), List.of(market.interval()), stream, workFolder, SPOOL_BYTES,
                times,
                limits, scan,
                Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMillis(500));
    }
}
