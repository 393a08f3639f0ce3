package io.tradinghub.market.postgres;

import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CandleStoreContract;
import io.tradinghub.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresCandleStoreTest extends CandleStoreContract {
    private static PostgresServer postgres;
    private static CandleStore store;
    private static CandleHistory history;

    @BeforeAll
    static void open() {
        postgres = PostgresServer.start();
        store = PostgresCandleStore.open(postgres.createRole("recorder", "hub_recorder"));
        history = PostgresCandleHistory.open(postgres.createRole("bot_1_momentum", "hub_bot"));
    }

    @AfterAll
    static void close() {
        store.close();
        history.close();
        postgres.close();
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
