package io.tradinghub.recorder;

import java.time.InstantSource;

import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CoverageStore;
import io.tradinghub.market.FundingStore;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.influx.InfluxCandleHistory;
import io.tradinghub.market.influx.InfluxCandleStore;
import io.tradinghub.market.postgres.PostgresCandleHistory;
import io.tradinghub.market.postgres.PostgresCandleStore;
import io.tradinghub.market.postgres.PostgresCoverageStore;
import io.tradinghub.market.postgres.PostgresFundingStore;
import io.tradinghub.market.redis.RedisCapacity;
import io.tradinghub.market.redis.RedisMarketPublisher;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.influx.InfluxTelemetry;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.store.RedisPool;
import io.tradinghub.store.RedisUsage;

/// Opens the stores that the environment names, and sends telemetry to InfluxDB if candles go there.
final class StoreFactory {
    private StoreFactory() {}

    /// Waits for each store; the resources own them.
    static RecorderStores open(RecorderEnvironment environment, RedisPool redis, OpenResources resources,
            Telemetry telemetry, InstantSource wallClock) {
        CandleStore candles = resources.own("candle store", store(environment.candles()));
        CandleHistory history = resources.own("candle history", history(environment.candles()));
        RedisCapacity.require(redis, environment.recorder().series().size(),
                environment.recorder().instruments().size());
        RedisUsage.watch(redis, telemetry);
        MarketPublisher publisher = resources.own("publisher", RedisMarketPublisher.open(redis, telemetry));
        CoverageStore coverage = resources.own("coverage", PostgresCoverageStore.open(environment.postgres()));
        FundingStore funding = resources.own("funding rates", PostgresFundingStore.open(environment.postgres()));
        if (environment.candles() instanceof CandleStoreSettings.Influx(var influx)) {
            resources.own("telemetry", InfluxTelemetry.open(influx, "recorder", telemetry, wallClock));
        }
        return new RecorderStores(candles, history, coverage, funding, publisher);
    }

    private static CandleStore store(CandleStoreSettings settings) {
        return switch (settings) {
            case CandleStoreSettings.Influx(var influx) -> InfluxCandleStore.open(influx);
            case CandleStoreSettings.Postgres(var postgres) -> PostgresCandleStore.open(postgres);
        };
    }

    private static CandleHistory history(CandleStoreSettings settings) {
        return switch (settings) {
            case CandleStoreSettings.Influx(var influx) -> InfluxCandleHistory.open(influx);
            case CandleStoreSettings.Postgres(var postgres) -> PostgresCandleHistory.open(postgres);
        };
    }
}
