package io.tradinghub.market.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tradinghub.market.FundingHistory;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.FundingStore;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresFundingStoreTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final Instant MIDNIGHT = Instant.parse("2025-06-01T00:00:00Z");
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void keepsEachSettlementOnceAndKnowsTheNewest() {
        try (FundingStore store = PostgresFundingStore.open(postgres.createRole("recorder", "hub_recorder"))) {
            assertThat(store.newest(BTC)).isEmpty();
            store.save(List.of(rate(MIDNIGHT, 0.0001), rate(MIDNIGHT.plusSeconds(28_800), -0.0002)));
            store.save(List.of(rate(MIDNIGHT, 0.0003)));
            assertThat(store.newest(BTC)).contains(MIDNIGHT.plusSeconds(28_800));
            assertThat(store.newest(InstrumentId.linear("ETHUSDT"))).isEmpty();
        }
    }

    @Test
    void aBotReadsWhatWasSettledAfterOneMomentAndUntilAnother() {
        try (FundingStore store = PostgresFundingStore.open(postgres.createRole("recorder_2", "hub_recorder"));
                PostgresSession reads = new PostgresSession(postgres.createRole("bot_8_reader", "hub_bot"), "test",
                        "")) {
            InstrumentId sol = InstrumentId.linear("SOLUSDT");
            Duration period = Duration.ofHours(8);
            for (int number = 3; number >= 0; number--) {
                store.save(List.of(new FundingRate(sol, number, MIDNIGHT.plus(period.multipliedBy(number)), period)));
            }
            FundingHistory history = new PostgresFundingHistory(reads);
            assertThat(history.read(sol, MIDNIGHT, MIDNIGHT.plus(period.multipliedBy(2)))).containsExactly(
                    new SettledFunding(sol, 1, MIDNIGHT.plus(period)),
                    new SettledFunding(sol, 2, MIDNIGHT.plus(period.multipliedBy(2))));
            postgres.turnAway();
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> history.read(sol, MIDNIGHT, MIDNIGHT))
                    .withMessageContaining("settled funding of linear:SOLUSDT");
        } finally {
            postgres.letIn();
        }
    }

    @Test
    void saysWhenItMayNotWrite() {
        try (FundingStore store = PostgresFundingStore.open(postgres.createRole("bot_9_reader", "hub_bot"))) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.save(List.of(rate(MIDNIGHT, 1e-4))))
                    .withMessageContaining("permission denied");
        }
    }

    private static FundingRate rate(Instant settled, double rate) {
        return new FundingRate(BTC, rate, settled, Duration.ofHours(8));
    }
}
