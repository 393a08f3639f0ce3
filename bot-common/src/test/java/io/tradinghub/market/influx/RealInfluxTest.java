package io.tradinghub.market.influx;

import java.net.URI;
import java.time.Duration;

import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CandleStoreContract;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The contract against a real InfluxDB 2.7: `INFLUX_URL`, `INFLUX_TOKEN` (reads and writes bucket `market_data` of organisation `hub`).
@EnabledIfEnvironmentVariable(named = "INFLUX_TOKEN", matches = ".+", disabledReason = "no InfluxDB given: set INFLUX_URL and INFLUX_TOKEN")
final class RealInfluxTest extends CandleStoreContract {
    private final InfluxSettings settings = new InfluxSettings(
            URI.create(System.getenv().getOrDefault("INFLUX_URL", "http://127.0.0.1:8086")), "hub", "market_data",
            Secret.of(System.getenv().getOrDefault("INFLUX_TOKEN", "-")),
            new StoreTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(10)));
    private final CandleStore store = InfluxCandleStore.open(settings);
    private final CandleHistory history = InfluxCandleHistory.open(settings);

    @AfterEach
    void close() {
        store.close();
        history.close();
    }

    @Override
    protected CandleStore store() {
        return store;
    }

    @Override
    protected CandleHistory history() {
        return history;
    }
}
