package io.tradinghub.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.bybit.account.ApiKey;
import io.tradinghub.exchange.bybit.account.BybitAccountSettings;
import io.tradinghub.exchange.bybit.redis.RedisBanBoard;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.PostgresServer;
import io.tradinghub.testing.store.RedisServer;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A command for people on an account heeds a ban of the host and tells the host of one.
class AccountCommandTest {
    private static final BotId BOT = new BotId("bot_1_asked");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static PostgresServer postgres;
    private static PostgresSettings role;

    private final RedisServer redis = RedisServer.start();
    private final RedisPool pool = RedisPool.open(redis.settings(), "test");
    private final MockWebServer bybit = new MockWebServer();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private volatile int status = 200;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
        role = postgres.createRole(BOT.value(), "hub_bot");
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void startBybit() throws IOException {
        bybit.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().code(status)
                        .body("{\"retCode\":10003,\"retMsg\":\"API key is invalid.\",\"result\":{}}").build();
            }
        });
        bybit.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        bybit.close();
        pool.close();
        redis.close();
    }

    private boolean run(AccountTask task) {
        try (PrintStream out = new PrintStream(said, true, UTF_8)) {
            return new AccountCommand(settings(), new Idle(), InstantSource.system(), out).run(task);
        }
    }

    private String said() {
        return said.toString(UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentWhileTheHostIsBanned(AccountTask task) {
        new RedisBanBoard(pool).tell(Instant.now().plus(Duration.ofMinutes(5)));
        assertThat(run(task)).isFalse();
        assertThat(bybit.getRequestCount()).isZero();
        assertThat(said()).startsWith("Bybit bans the address of this host until ").contains("nothing was sent")
                .doesNotContain("failed");
    }

    @ParameterizedTest
    @EnumSource
    void theHostIsToldOfABanThatTheCommandIsAnswered(AccountTask task) {
        status = 403;
        assertThat(run(task)).isFalse();
        assertThat(bybit.getRequestCount()).as("none after the first 403").isEqualTo(1);
        assertThat(new RedisBanBoard(pool).read().orElseThrow()).isAfter(Instant.now().plus(Duration.ofMinutes(9)));
        assertThat(said()).contains("no answer key").contains("Bybit bans the address of this host until ")
                .doesNotContain("failed");
    }

    @Test
    void withoutABanTheAccountIsAskedAbout() {
        assertThat(run(AccountTask.CHECK)).isFalse();
        assertThat(bybit.getRequestCount()).isPositive();
        assertThat(said()).startsWith(BOT + " mode demo account unknown key ").contains("failed    key")
                .doesNotContain("bans");
    }

    @Test
    void withoutRedisNobodyKnowsOfABanAndNothingIsSent() {
        redis.stop();
        assertThat(run(AccountTask.CHECK)).isFalse();
        assertThat(bybit.getRequestCount()).isZero();
        assertThat(said()).contains("nobody knows whether Bybit bans this host");
    }

    private BotSettings settings() {
        URI rest = URI.create("http://127.0.0.1:" + bybit.getPort());
        ApiKey key = new ApiKey(Secret.of("key-of-a-test"), Secret.of("secret-of-a-test"));
        RunnerSettings runner = new RunnerSettings(BOT, HubMode.DEMO, EngineSettings.DEFAULTS, RiskLimits.DEFAULTS,
                EngineDriver.Deadlines.DEFAULTS, Duration.ofSeconds(1), RunnerSettings.DEFAULT_TICK);
        return new BotSettings(runner, new ExchangeSettings.Account(BybitAccountSettings.of(rest, rest), key), role,
                redis.settings(), new CandleStoreSettings.Postgres(role), Optional.empty(), Optional.empty(),
                Optional.empty(), new AccountSettings(Optional.empty(), Optional.empty(), PaperSettings.DEFAULTS));
    }

    /// Never trades.
    private static final class Idle implements Bot {
        @Override
        public Subscription subscription() {
            return new Subscription(List.of(new SeriesId(PERP, Interval.M1)), List.of(PERP), List.of(), 1);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            return Targets.unchanged();
        }
    }
}
