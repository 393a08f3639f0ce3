package io.tradinghub.market.influx;

import java.time.Duration;

import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CandleStoreContract;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.testing.store.InfluxServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;

/// The contract against a real InfluxDB 2.7, where [InfluxServer] finds one.
@EnabledIf(value = InfluxServer.GIVEN, disabledReason = InfluxServer.WHY_NOT)
final class RealInfluxTest extends CandleStoreContract {
    private final InfluxSettings settings = new InfluxSettings(InfluxServer.given().url(), "hub", "market_data",
            InfluxServer.given().token(),
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
