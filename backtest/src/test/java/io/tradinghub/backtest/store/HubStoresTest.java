package io.tradinghub.backtest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CoverageStore;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.FundingStore;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.market.postgres.PostgresCandleStore;
import io.tradinghub.market.postgres.PostgresCoverageStore;
import io.tradinghub.market.postgres.PostgresFundingStore;
import io.tradinghub.market.redis.RedisMarketPublisher;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.PostgresServer;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A back-test reads the stores of a hub with no more rights than a bot has.
final class HubStoresTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId MINUTES = new SeriesId(BTC, Interval.M1);
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int CANDLES = 2_000;
    private static final Instrument RULES = new Instrument(BTC, "BTC", "USDT", new BigDecimal("0.10"),
            new BigDecimal("0.001"), new BigDecimal("0.001"), new BigDecimal(5), new BigDecimal(500),
            new BigDecimal(100), Optional.of(Duration.ofHours(8)));
    private static PostgresServer postgres;
    private static RedisServer redis;
    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void record() {
        postgres = PostgresServer.start();
        redis = RedisServer.start();
        postgres.createRole("bot_1_reader", "hub_bot");
        PostgresSettings recorder = postgres.createRole("recorder", "hub_recorder");
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < CANDLES; row++) {
            lines.append(CandleLine.of(candle(row))).append('\n');
        }
        try (CandleStore candles = PostgresCandleStore.open(recorder);
                FundingStore funding = PostgresFundingStore.open(recorder);
                CoverageStore coverage = PostgresCoverageStore.open(recorder);
                RedisPool pool = RedisPool.open(redis.settings(), "recorder");
                RedisMarketPublisher publisher = RedisMarketPublisher.open(pool, new Telemetry())) {
            candles.write(CandleLines.of(lines.toString()));
            funding.save(List.of(new FundingRate(BTC, 0.0001, START.plus(Duration.ofHours(8)), Duration.ofHours(8))));
            coverage.save(List.of(new DayCoverage(MINUTES, LocalDate.parse("2025-01-01"), 1_440, 1_440, 0)));
            publisher.publish(List.of(RULES));
        }
    }

    @AfterAll
    static void stop() {
        postgres.close();
        redis.close();
    }

    private static Candle candle(int row) {
        return new Candle(MINUTES, START.toEpochMilli() + row * 60_000L, 100, 101, 99, 100 + row % 7 / 10.0, 3, 300);
    }

    private Map<String, String> environment() throws IOException {
        Files.writeString(folder.resolve("postgres_password"), "postgres");
        Files.writeString(folder.resolve("redis_password"), "any");
        URI store = URI.create(postgres.url().substring("jdbc:".length()));
        return Map.of("SECRETS_DIR", folder.toString(), "CANDLE_STORE", "postgres", "POSTGRES_URL",
                "jdbc:postgresql://%s:%d%s".formatted(store.getHost(), store.getPort(), store.getPath()),
                "POSTGRES_USER", "bot_1_reader", "REDIS_HOST", redis.settings().host(), "REDIS_PORT",
                Integer.toString(redis.settings().port()), "REDIS_USER", "default");
    }

    @Test
    void itReadsCandlesFundingCoverageAndRules() throws IOException {
        Subscription bot = new Subscription(List.of(MINUTES), List.of(BTC), List.of(), 60);
        try (HubStores stores = HubStores.open(environment())) {
            MarketData market = HubMarket.of(stores, new KeptMarket(folder.resolve("kept"), note -> {
                assertThat(note).startsWith("reading linear:BTCUSDT:1 of ");
            }), _ -> {
            }).read(bot, Optional.of(START.plus(Duration.ofHours(1))), Optional.empty());
            assertThat(market.history().candles().get(MINUTES)).isNotNull().satisfies(columns -> {
                assertThat(columns.size()).isEqualTo(CANDLES);
                assertThat(columns.candle(0)).isEqualTo(candle(0));
                assertThat(columns.candle(CANDLES - 1)).isEqualTo(candle(CANDLES - 1));
            });
            assertThat(market.history().funding().get(BTC)).hasSize(1);
            assertThat(market.history().rules()).containsEntry(BTC, RULES);
        }
    }

    @Test
    void anEnvironmentThatSaysTooLittleIsRefusedWithWhatLacks() {
        assertThatThrownBy(() -> HubStores.open(Map.of("CANDLE_STORE", "postgres")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("POSTGRES_USER environment variable not set");
    }

    @Test
    void aStoreThatIsAwayIsNamed() throws IOException {
        Map<String, String> elsewhere = new HashMap<>(environment());
        elsewhere.put("POSTGRES_URL", "jdbc:postgresql://127.0.0.1:1/hub");
        Subscription bot = new Subscription(List.of(MINUTES), List.of(BTC), List.of(), 60);
        try (HubStores stores = HubStores.open(elsewhere)) {
            HubMarket market = HubMarket.of(stores, new KeptMarket(folder.resolve("kept"), _ -> {
            }), _ -> {
            });
            assertThatThrownBy(() -> market.read(bot, Optional.of(START), Optional.empty()))
                    .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("127.0.0.1:1");
        }
    }
}
