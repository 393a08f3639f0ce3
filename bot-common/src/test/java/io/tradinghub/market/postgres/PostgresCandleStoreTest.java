package io.tradinghub.market.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CandleStore.WriteResult;
import io.tradinghub.market.CandleStoreContract;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    @Test
    void waitsForATableThatIsMissing() {
        CandleLines batch = CandleLines
                .of("kline,category=linear,interval=1,symbol=AWAYUSDT open=1,high=2,low=1,close=2,volume=3,"
                        + "turnover=4,confirmed=true 1719792000000\n");
        postgres.execute("ALTER TABLE candles RENAME TO candles_away");
        assertThat(store.write(batch)).isInstanceOf(WriteResult.Unavailable.class);
        postgres.execute("ALTER TABLE candles_away RENAME TO candles");
        assertThat(store.write(batch)).isInstanceOf(WriteResult.Written.class);
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
