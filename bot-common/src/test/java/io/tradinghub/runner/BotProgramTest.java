package io.tradinghub.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.redis.RedisMarketPublisher;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.position.redis.RedisPositionBoard;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.PostgresServer;
import io.tradinghub.testing.store.RedisServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/// The whole program of a bot on real stores, on virtual time: none passes while a store answers. The market runs 600
/// times as fast.
class BotProgramTest {
    private static final BotId BOT = new BotId("bot_1_flipper");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String SIZE = "0.010";

    private static PostgresServer postgres;
    private static RedisServer redis;
    private static PostgresSettings role;

    private RunnerThreads threads = new SteppedThreads();
    private long begin = threads.nanoTime();
    private final InstantSource clock = () -> START.plusNanos((threads.nanoTime() - begin) * 600);
    private RedisPool publishing;
    private MarketPublisher market;
    private long nextOpen = START.toEpochMilli();

    @BeforeAll
    static void startStores() {
        postgres = PostgresServer.start();
        redis = RedisServer.start();
        role = postgres.createRole(BOT.value(), "hub_bot");
    }

    @AfterAll
    static void stopStores() {
        redis.close();
        postgres.close();
    }

    @BeforeEach
    void emptyStores() {
        postgres.truncateAll();
        publishing = RedisPool.open(redis.settings(), "publisher");
        publishing.change("empty", RedisClient::flushAll);
        market = RedisMarketPublisher.open(publishing, new Telemetry());
    }

    @AfterEach
    void stop() {
        market.close();
        publishing.close();
    }

    /// On real threads in real time: the second program waits in PostgreSQL, for the first one's connection to end.
    @Test
    void oneOfTwoTradesAndTheOtherTakesOver() throws InterruptedException {
        threads = new SystemThreads();
        begin = threads.nanoTime();
        Running first = new Running();
        passUntil(() -> first.decisions() > 2);
        Running second = new Running();
        passUntil(() -> number("SELECT count(*) FROM fills") >= 6);
        assertThat(second.decisions()).isZero();
        passUntil(() -> "TRADING STANDING_BY".equals(
                postgres.row("SELECT string_agg(work, ' ' ORDER BY process) FROM bot_health")));

        first.stop();
        long before = number("SELECT count(*) FROM fills");
        passUntil(() -> number("SELECT count(*) FROM fills") >= before + 6);
        second.stop();

        assertThat(number("SELECT epoch FROM bot_leases")).isEqualTo(2);
        assertThatTheBooksAreInOrder();
    }

    @Test
    void twoConnectionsToPostgresAreEnough() throws InterruptedException {
        postgres.execute("ALTER ROLE %s CONNECTION LIMIT 2".formatted(BOT));
        try {
            Running bot = new Running();
            passUntil(() -> number("SELECT count(*) FROM fills") >= 6);
            assertThat(number("SELECT count(*) FROM pg_stat_activity WHERE usename = '%s'".formatted(BOT)))
                    .isEqualTo(2);
            bot.stop();
        } finally {
            postgres.execute("ALTER ROLE %s CONNECTION LIMIT -1".formatted(BOT));
        }
        assertThatTheBooksAreInOrder();
    }

    @Test
    void losesItsStoresAndGoesOn() throws InterruptedException {
        Running bot = new Running();
        passUntil(() -> number("SELECT count(*) FROM fills") >= 4);

        redis.stop();
        redis.startAgain();
        int heard = bot.decisions();
        passUntil(() -> bot.decisions() > heard + 2);

        postgres.turnAway();
        int decided = bot.decisions();
        passUntil(() -> bot.decisions() > decided + 6);
        postgres.letIn();

        long before = number("SELECT count(*) FROM fills");
        passUntil(() -> number("SELECT count(*) FROM fills") >= before + 6);
        bot.stop();
        assertThat(number("SELECT epoch FROM bot_leases")).isEqualTo(1);
        assertThatTheBooksAreInOrder();
        BigDecimal shown = new RedisPositionBoard(publishing, BOT).read().getOrDefault(PERP, BigDecimal.ZERO);
        assertThat(shown).isEqualByComparingTo(decimal("SELECT coalesce(sum(qty), 0) FROM positions"));
    }

    /// The watchdog ends a program whose work stands still, and not one whose work could not begin.
    @Test
    void nothingIsLateWhilePostgresLetsTheBotWait() throws InterruptedException {
        threads = new SystemThreads();
        begin = threads.nanoTime();
        postgres.turnAway();
        Running bot = new Running();
        try {
            passUntil(() -> bot.heartbeat.text().contains("PostgreSQL has not let the bot in"));
            assertThat(bot.heartbeat.silence()).isZero();
        } finally {
            postgres.letIn();
        }
        passUntil(() -> bot.decisions() > 0);
        bot.stop();
    }

    @Test
    void closesEverythingAndEndsWhateverTheSwitchesSay() throws InterruptedException {
        Running bot = new Running();
        passUntil(() -> decimal("SELECT coalesce(sum(qty), 0) FROM positions").signum() > 0);
        bot.stop();
        postgres.execute("""
                INSERT INTO control_requests (target, kind, who, origin, reason)
                VALUES ('%s', 'FLATTEN', 'alice', 'laptop', 'test'), ('all', 'RESUME', 'alice', 'laptop', 'test')"""
                .formatted(BOT));

        Running flattening = new Running(Optional.of(PATIENCE));
        passUntil(() -> flattening.hasEnded());

        assertThat(flattening.failure).isNull();
        assertThat(number("SELECT count(*) FROM positions WHERE qty <> 0")).isZero();
        assertThat(postgres.row("SELECT state, detail FROM control_requests WHERE target <> 'all'"))
                .isEqualTo("DONE|flat");
        assertThatTheBooksAreInOrder();
    }

    @Test
    void saysWhatIsLeftWhenItCannotCloseInTime() throws InterruptedException {
        Running bot = new Running();
        passUntil(() -> decimal("SELECT coalesce(sum(qty), 0) FROM positions").signum() > 0);
        bot.stop();
        redis.stop();
        redis.startAgain();

        Running flattening = new Running(Optional.of(Duration.ofSeconds(2)));
        flattening.awaitEnd();

        assertThat(flattening.failure).hasMessageContaining("is not flat after PT2S; left: 0.01 linear:BTCUSDT");
    }

    /// Whatever happened, no order was sent twice, and the position never was more than what the strategy wants.
    private void assertThatTheBooksAreInOrder() {
        assertThat(number("SELECT count(*) FROM position_checks WHERE summed_qty <> qty")).isZero();
        assertThat(number("SELECT count(*) - count(DISTINCT order_link_id) FROM orders")).isZero();
        assertThat(decimal("SELECT max(abs(position_after)) FROM fills")).isEqualByComparingTo(SIZE);
    }

    /// Lets the market go on, a candle whenever one closes, until it is so.
    private void passUntil(BooleanSupplier done) throws InterruptedException {
        publishUntil(done, this::candles);
    }

    private void publishUntil(BooleanSupplier done, Runnable candles) throws InterruptedException {
        // in real time: the lease is proved by a thread of the store's own
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
            market.publish(List.of(new Instrument(PERP, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                    new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                    Optional.empty())));
            market.publish(new Quote(PERP, 50_000, 100, 50_000.1, 100, clock.instant()));
            candles.run();
            threads.sleep(PAUSE);
        }
    }

    private void candles() {
        while (nextOpen + SERIES.interval().millis() <= clock.millis()) {
            market.publish(new Candle(SERIES, nextOpen, 50_000, 50_001, 49_999, 50_000, 1, 50_000),
                    Confirmation.CLOSED);
            nextOpen += SERIES.interval().millis();
        }
    }

    private long number(String sql) {
        return decimal(sql).longValueExact();
    }

    private BigDecimal decimal(String sql) {
        try (Connection connection = PostgresPool.connect(postgres.settings(), "test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBigDecimal(1) != null ? row.getBigDecimal(1) : BigDecimal.ZERO;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private BotSettings settings(Optional<Duration> flattenWithin) {
        EngineSettings engine = EngineSettings.DEFAULTS.withTiming(new EngineSettings.Timing(Duration.ofMinutes(5),
                Duration.ZERO, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMinutes(5),
                Duration.ofMinutes(5), Duration.ofDays(1), Duration.ofSeconds(5), Duration.ofMinutes(5)));
        RiskLimits limits = new RiskLimits(new BigDecimal("100000"), new BigDecimal("100000"), 600, Duration.ofHours(1),
                new BigDecimal("10000"), 1);
        // the market of this test passes a minute in a moment, the stores answer in real time
        EngineDriver.Deadlines deadlines = new EngineDriver.Deadlines(Duration.ofMinutes(30), Duration.ofMinutes(10));
        RunnerSettings runner = new RunnerSettings(BOT, HubMode.PAPER, engine, limits, deadlines, Duration.ofHours(1),
                Duration.ofMillis(20));
        return new BotSettings(runner, new ExchangeSettings.Paper(PaperSettings.DEFAULTS), role, redis.settings(),
                new CandleStoreSettings.Postgres(role), Optional.empty(), Optional.empty(), flattenWithin,
                new AccountSettings(Optional.empty(), Optional.empty(), PaperSettings.DEFAULTS));
    }

    /// The bot's program on a thread of its own, as a process would run it.
    private final class Running {
        private final Flipper bot = new Flipper();
        private final Heartbeat heartbeat = new Heartbeat(Optional.empty(), clock);
        private final Optional<Duration> flattenWithin;
        private final Thread thread;
        private volatile @Nullable Stopper stopper;
        private volatile boolean hasEnded;
        private volatile @Nullable IllegalStateException failure;

        private Running() {
            this(Optional.empty());
        }

        private Running(Optional<Duration> flattenWithin) {
            this.flattenWithin = flattenWithin;
            this.thread = threads.start(Thread.ofPlatform().daemon(), this::run);
        }

        private void run() {
            Stopper own = new Stopper(Thread.currentThread());
            stopper = own;
            try {
                BotProgram.trade(settings(flattenWithin), bot, RunnerClock.exact(clock), heartbeat, own, threads);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                failure = e;
            } finally {
                hasEnded = true;
            }
        }

        boolean hasEnded() {
            return hasEnded;
        }

        int decisions() {
            return bot.decisions.get();
        }

        void stop() throws InterruptedException {
            requireNonNull(stopper).stop();
            // an order under way needs a price; a candle would let the strategy decide once more
            publishUntil(() -> hasEnded, () -> {
            });
        }

        void awaitEnd() throws InterruptedException {
            assertThat(threads.join(thread, PATIENCE)).isTrue();
        }
    }

    /// In and out in turn.
    private static final class Flipper implements Bot {
        private final AtomicInteger decisions = new AtomicInteger();

        @Override
        public Subscription subscription() {
            return new Subscription(List.of(SERIES), List.of(PERP), List.of(), 0);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            boolean in = decisions.incrementAndGet() % 2 == 1;
            return Targets.of(Target.now(PERP, in ? Double.parseDouble(SIZE) : 0));
        }
    }
}
