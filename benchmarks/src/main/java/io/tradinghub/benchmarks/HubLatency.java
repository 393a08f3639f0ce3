package io.tradinghub.benchmarks;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.control.ControlRequests;
import io.tradinghub.control.postgres.PostgresControlRequests;
import io.tradinghub.control.redis.RedisHaltCopy;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.HostLimits;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.postgres.PostgresLedger;
import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.local.stores.LocalRedis;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.postgres.PostgresCandleHistory;
import io.tradinghub.market.redis.RedisMarketFeed;
import io.tradinghub.market.redis.RedisMarketPublisher;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.position.redis.RedisPositionBoard;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.runner.BotRunner;
import io.tradinghub.runner.NoIntentLog;
import io.tradinghub.runner.RunnerClock;
import io.tradinghub.runner.RunnerPorts;
import io.tradinghub.runner.RunnerSettings;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.status.redis.RedisStatusBoard;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.RedisPool;
import org.flywaydb.core.Flyway;

/// Measures the time from a closed candle handed to the publisher until the intent is committed in the ledger and the
/// order has arrived on a socket, through real Redis and PostgreSQL on this machine, and the time of one disk flush.
/// The bot connects as in production: in its own role, which sees only its own rows.
public final class HubLatency {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    private static final BotId BOT = new BotId("bot_latency");
    private static final int WARM_UP = 200;
    private static final int MEASURED = 1_000;
    /// The bot has read the quote of the past minute by then; without it the previous order would still wait for a
    /// fresh price.
    private static final Duration QUOTE_PAUSE = Duration.ofMillis(120);

    private final LinkedBlockingQueue<Long> committed = new LinkedBlockingQueue<>();
    private volatile long readNanos;
    private volatile long intentNanos;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final Duration pause;
    private final int warmUpRounds;
    private final int measuredRounds;

    private HubLatency(Duration pause) {
        boolean isFrequent = pause.compareTo(Duration.ofSeconds(1)) < 0;
        this.pause = pause;
        this.warmUpRounds = isFrequent ? WARM_UP : 2;
        this.measuredRounds = isFrequent ? MEASURED : 50;
    }

    /// The first argument is the folder of the stores; on a memory disk like `/dev/shm` the hub's own share of the time
    /// remains. The second is the pause before each candle, for example `PT5S`, because caches are seldom warm from the
    /// previous order; with a long pause fewer orders are sent. Prints microseconds.
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path folder = arguments.length == 0
                ? Files.createTempDirectory("hub-latency")
                : Files.createTempDirectory(Path.of(arguments[0]), "hub-latency");
        print("one flush of 8 kB to %s".formatted(folder), measureFlushes(folder));
        new HubLatency(arguments.length < 2 ? QUOTE_PAUSE : Duration.parse(arguments[1])).run(folder);
    }

    /// Measures what PostgreSQL waits for at a commit: one page of its log, written and flushed.
    private static long[] measureFlushes(Path folder) throws IOException {
        long[] micros = new long[MEASURED];
        ByteBuffer page = ByteBuffer.allocate(8_192);
        try (FileChannel file = FileChannel.open(folder.resolve("flush"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            for (int round = 0; round < MEASURED; round++) {
                file.write(page.clear(), (long) round * page.capacity());
            }
            file.force(true);
            for (int round = 0; round < MEASURED; round++) {
                long start = System.nanoTime();
                file.write(page.clear(), (long) round * page.capacity());
                file.force(false);
                micros[round] = (System.nanoTime() - start) / 1_000;
            }
        }
        return micros;
    }

    private static void print(String what, long[] micros) {
        Arrays.sort(micros);
        System.out.printf("%s: p50 %d us, p99 %d us, slowest %d us%n", what, micros[micros.length / 2],
                micros[micros.length * 99 / 100], micros[micros.length - 1]);
    }

    private void run(Path folder) throws IOException, InterruptedException, SQLException {
        Secret password = Secret.of("latency-benchmark");
        try (LocalPostgres postgres = LocalPostgres.open(folder.resolve("programs"), folder.resolve("postgres"),
                password);
                LocalRedis redis = LocalRedis.open(folder.resolve("programs"), folder.resolve("redis"), password)) {
            Flyway.configure().dataSource(postgres.jdbcUrl(), LocalPostgres.USER, password.reveal()).load().migrate();
            PostgresSettings owner = new PostgresSettings(postgres.jdbcUrl(), LocalPostgres.USER, password);
            PostgresSettings ledgerSettings = new PostgresSettings(postgres.jdbcUrl(), BOT.value(), password);
            try (Connection connection = PostgresPool.connect(owner, "latency");
                    Statement create = connection.createStatement()) {
                create.execute("CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE hub_bot".formatted(BOT, password.reveal()));
            }
            RedisSettings redisSettings = new RedisSettings(redis.host(), redis.port(),
                    Optional.of(new RedisSettings.Login("default", password)), StoreTimeouts.DEFAULT);
            InstantSource clock = this::time;
            try (RedisPool pool = RedisPool.open(redisSettings, "latency");
                    RedisPool publishing = RedisPool.open(redisSettings, "latency-publisher");
                    Ledger ledger = PostgresLedger.open(ledgerSettings, BOT, HubMode.PAPER, clock);
                    PostgresSession reads = new PostgresSession(ledgerSettings, "reads-" + BOT, "");
                    CandleHistory history = PostgresCandleHistory.in(reads);
                    RedisMarketPublisher publisher = RedisMarketPublisher.open(publishing, new Telemetry());
                    OrderWire wire = OrderWire.open(BOT)) {
                measure(pool, new TimedLedger(ledger), history, publisher, clock,
                        new PostgresControlRequests(reads, BOT), wire);
            }
        }
    }

    private synchronized Instant time() {
        return now;
    }

    private synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    private void measure(RedisPool pool, Ledger ledger, CandleHistory history, RedisMarketPublisher publisher,
            InstantSource clock, ControlRequests requests, OrderWire wire)
            throws InterruptedException {
        publisher.publish(List
                .of(new Instrument(PERP, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                        new BigDecimal("0.001"),
                        new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"), Optional.empty())));
        BotRunner runner = new BotRunner(settings(), new AlternatingBot(),
                ports(pool, ledger, history, clock, requests, wire),
                new Heartbeat(Optional.empty(), clock), RunnerClock.exact(clock));
        Thread bot = Thread.ofPlatform().daemon().start(() -> {
            try {
                runner.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        while (pool.call("read the bot's state", redis -> redis.get(BOT + ":state")) == null) {
            Thread.sleep(20);
        }
        long[] read = new long[measuredRounds];
        long[] intentDelay = new long[measuredRounds];
        long[] commitDelay = new long[measuredRounds];
        long[] wireDelay = new long[measuredRounds];
        for (int round = 0; round < warmUpRounds + measuredRounds; round++) {
            long start = publishAndAwaitCommit(publisher);
            long end = committed.take();
            long sent = wire.next();
            if (round >= warmUpRounds) {
                read[round - warmUpRounds] = (readNanos - start) / 1_000;
                intentDelay[round - warmUpRounds] = (intentNanos - readNanos) / 1_000;
                commitDelay[round - warmUpRounds] = (end - start) / 1_000;
                wireDelay[round - warmUpRounds] = (sent - start) / 1_000;
            }
        }
        runner.stop();
        bot.join();
        print("closed candle published to read by the bot", read);
        print("read to intent handed to the ledger", intentDelay);
        print("published to intent committed", commitDelay);
        print("published to order on the wire, %d orders".formatted(measuredRounds), wireDelay);
    }

    private long publishAndAwaitCommit(RedisMarketPublisher publisher) throws InterruptedException {
        long open = time().toEpochMilli();
        advance(SERIES.interval().length());
        publisher.publish(new Quote(PERP, 50_000, 100, 50_000.1, 100, time()));
        Thread.sleep(pause);
        long start = System.nanoTime();
        publisher.publish(new Candle(SERIES, open, 50_000, 50_000, 50_000, 50_000, 1, 50_000), Confirmation.CLOSED);
        long deadline = start + Duration.ofSeconds(20).toNanos();
        while (committed.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no order within 20 s of the candle at " + Instant.ofEpochMilli(open));
            }
            Thread.sleep(1);
        }
        return start;
    }

    private static RunnerSettings settings() {
        EngineSettings engine = new EngineSettings(new BigDecimal("1000000000"), "USDT", 20, 0.9,
                new EngineSettings.Timing(Duration.ofMinutes(5), Duration.ZERO, Duration.ofMinutes(2),
                        Duration.ofMillis(1), Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofDays(30),
                        Duration.ofSeconds(5), Duration.ofMinutes(5)));
        RiskLimits limits = new RiskLimits(new BigDecimal("1000000"), new BigDecimal("1000000"), 600,
                Duration.ofHours(1),
                new BigDecimal("1000000000"), 1);
        // the market of this benchmark passes a minute in a moment, the stores answer in real time
        EngineDriver.Deadlines deadlines = new EngineDriver.Deadlines(Duration.ofHours(1), Duration.ofHours(1));
        return new RunnerSettings(BOT, HubMode.PAPER, engine, limits, deadlines, Duration.ofHours(1),
                RunnerSettings.DEFAULT_TICK);
    }

    private RunnerPorts ports(RedisPool pool, Ledger ledger, CandleHistory history, InstantSource clock,
            ControlRequests requests, OrderWire wire) {
        return new RunnerPorts(ledger, RunnerPorts.ALWAYS_PROVED, (_, replies) -> new NoIntentLog(replies), history,
                (_, _, _) -> List.of(), (_, _, _) -> List.of(),
                (subscription, lastSeen) -> new TimedFeed(
                        RedisMarketFeed.open(pool, history, subscription, lastSeen, Duration.ofMillis(100))),
                (found, listener) -> wire.over(paper(found, listener, clock)),
                new RedisPositionBoard(pool, BOT), new RedisStatusBoard(pool), new RedisHaltCopy(pool, BOT), requests,
                HostLimits.none(), RunnerPorts.NO_GUARDIAN, Optional.empty());
    }

    private static Exchange paper(LedgerSnapshot found, ExchangeListener listener, InstantSource clock) {
        PaperExchange exchange = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE, found, listener, clock);
        exchange.connect();
        return exchange;
    }

    /// Enters and exits with every candle.
    private static final class AlternatingBot implements Bot {
        private double target;

        @Override
        public Subscription subscription() {
            return new Subscription(List.of(SERIES), List.of(PERP), List.of(), 0);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            target = target == 0 ? 0.01 : 0;
            return Targets.of(Target.now(PERP, target));
        }
    }

    /// Records when an intent was committed.
    private final class TimedLedger implements Ledger {
        private final Ledger ledger;

        private TimedLedger(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public LedgerSnapshot load() {
            return ledger.load();
        }

        @Override
        public void commitIntent(OrderRequest request) {
            intentNanos = System.nanoTime();
            ledger.commitIntent(request);
            committed.add(System.nanoTime());
        }

        @Override
        public Recorded record(LedgerEntry entry) {
            return ledger.record(entry);
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    /// Records when a closed candle was read.
    private final class TimedFeed implements MarketFeed {
        private final MarketFeed feed;

        private TimedFeed(MarketFeed feed) {
            this.feed = feed;
        }

        @Override
        public List<MarketEvent> poll(Duration wait) {
            List<MarketEvent> events = feed.poll(wait);
            if (events.stream().anyMatch(MarketEvent.CandleClosed.class::isInstance)) {
                readNanos = System.nanoTime();
            }
            return events;
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
