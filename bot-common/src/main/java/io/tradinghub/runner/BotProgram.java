package io.tradinghub.runner;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.control.postgres.PostgresControlRequests;
import io.tradinghub.control.redis.RedisGuardianSign;
import io.tradinghub.control.redis.RedisHaltCopy;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.HostLimits;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.account.BybitExchange;
import io.tradinghub.exchange.bybit.redis.RedisBanBoard;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.file.IntentFile;
import io.tradinghub.ledger.postgres.PostgresLedger;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.influx.InfluxCandleHistory;
import io.tradinghub.market.postgres.PostgresCandleCoverage;
import io.tradinghub.market.postgres.PostgresCandleHistory;
import io.tradinghub.market.postgres.PostgresFundingHistory;
import io.tradinghub.market.redis.RedisCandleHistory;
import io.tradinghub.market.redis.RedisMarketFeed;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.Program;
import io.tradinghub.operations.Watchdog;
import io.tradinghub.position.redis.RedisPositionBoard;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.status.Health;
import io.tradinghub.status.redis.RedisStatusBoard;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.RedisPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program around a strategy: reads its settings, opens the hub's stores, stands by until it may trade, and runs
/// until it is told to stop. With `FLATTEN_AND_EXIT` it only closes everything and ends: with exit code 0 when flat,
/// with 1 when something is left. With `ACCOUNT_AND_EXIT` it does nothing but an [AccountTask]: 0 when all is in order,
/// 1 when not.
///
/// ```java
/// void main() {
///     System.exit(BotProgram.run("bot-momentum", MomentumSettings::declare, MomentumBot::new));
/// }
/// ```
public final class BotProgram {
    /// What runs the bot instead while it is bound: a back-tester, which so runs any bot by its `main`.
    public static final ScopedValue<BotHost> HOST = ScopedValue.newInstance();
    private static final Logger LOG = LoggerFactory.getLogger(BotProgram.class);
    private static final Duration QUOTE_INTERVAL = Duration.ofMillis(100);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);
    /// Nothing in a bot's loop waits for anything: a loop that has not turned for as long never will.
    private static final Duration HANG_LIMIT = Duration.ofSeconds(30);

    private BotProgram() {}

    /// Runs the strategy made from its settings; answers the exit code of [Program#run].
    public static <S> int run(String name, Function<SettingsReader, Setting<S>> strategySettings,
            Function<S, Bot> strategy) {
        if (HOST.isBound()) {
            return HOST.get().run(name, strategySettings, strategy);
        }
        AtomicBoolean isInOrder = new AtomicBoolean(true);
        int code = Program.run(name, System.getenv(), System.err, in -> {
            Setting<BotSettings> bot = BotSettings.declare(in);
            Setting<S> own = strategySettings.apply(in);
            return in.combine(() -> new Both<>(bot.get(), own.get()));
        }, both -> {
            Bot bot = strategy.apply(both.own());
            Optional<AccountTask> task = both.bot().account().task();
            if (task.isPresent()) {
                isInOrder.set(new AccountCommand(both.bot(), bot, InstantSource.system(), System.out).run(task.get()));
            } else {
                untilToldToStop(stopper -> tradeWatched(both.bot(), bot, stopper));
            }
        });
        return code == Program.OK && !isInOrder.get() ? Program.FAILED : code;
    }

    /// In a process of its own: by this machine's clock as the exchange corrects it, and under a watchdog.
    private static void tradeWatched(BotSettings settings, Bot bot, Stopper stopper) throws InterruptedException {
        Heartbeat heartbeat = new Heartbeat(settings.heartbeat(), InstantSource.system());
        try (Watchdog _ = Watchdog.start(heartbeat, HANG_LIMIT, () -> Runtime.getRuntime().halt(Program.FAILED))) {
            trade(settings, bot, RunnerClock.corrected(InstantSource.system()), heartbeat, stopper,
                    new SystemThreads());
        }
    }

    /// Opens the stores and runs the bot on the calling thread until the stopper is used or the thread is interrupted.
    ///
    /// @param clock the hub's time, which is the exchange's: a scaled one in a demo
    public static void trade(BotSettings settings, Bot bot, InstantSource clock, Stopper stopper)
            throws InterruptedException {
        trade(settings, bot, RunnerClock.exact(clock), new Heartbeat(settings.heartbeat(), clock), stopper,
                new SystemThreads());
    }

    /// The same with these clocks and threads.
    static void trade(BotSettings settings, Bot bot, RunnerClock clock, Heartbeat heartbeat, Stopper stopper,
            RunnerThreads threads) throws InterruptedException {
        BotId id = settings.runner().bot();
        LOG.atInfo().addKeyValue("bot", id).addKeyValue("mode", settings.runner().mode()).log("starting");
        try (RedisPool redis = openRedis(settings, heartbeat);
                PostgresSession reads = new PostgresSession(settings.postgres(), "reads-" + id, "");
                CandleHistory history = new RedisCandleHistory(
                        new PatientCandleHistory(() -> history(settings, reads)), redis);
                PostgresLedger ledger = openLedger(settings, redis, clock, heartbeat);
                Access access = access(settings, redis, clock);
                BotAccount account = BotAccount.open(settings, bot, reads, clock, access.requests())) {
            account.access().ifPresent(own -> LOG.atInfo().addKeyValue("bot", id)
                    .addKeyValue("key", own.fingerprint()).log("trades in an account"));
            RunnerPorts ports = new RunnerPorts(ledger, ledger::isLeaseProved, intents(settings), history,
                    new PostgresCandleCoverage(reads), new PostgresFundingHistory(reads),
                    (subscription, lastSeen) -> RedisMarketFeed.open(redis, history, subscription, lastSeen,
                            pace(threads)),
                    access.opener(), new RedisPositionBoard(redis, id),
                    new RedisStatusBoard(redis), new RedisHaltCopy(redis, id),
                    new PostgresControlRequests(reads, id), access.limits(), new RedisGuardianSign(redis),
                    account.checks());
            BotRunner runner = new BotRunner(settings.runner(), bot, ports, heartbeat, clock, threads);
            stopper.onStop(runner::stop);
            if (settings.flattenWithin().isPresent()) {
                flatten(runner, id, settings.flattenWithin().get());
            } else {
                runner.run();
            }
        }
    }

    private static RedisPool openRedis(BotSettings settings, Heartbeat heartbeat) {
        heartbeat.opens(new Health(Health.Work.WAITING, "Redis: it has not let the bot in yet").toString());
        return RedisPool.open(settings.redis(), settings.runner().bot().value());
    }

    private static PostgresLedger openLedger(BotSettings settings, RedisPool redis, RunnerClock clock,
            Heartbeat heartbeat) throws InterruptedException {
        BotId id = settings.runner().bot();
        heartbeat
                .opens(new Health(Health.Work.WAITING, "the ledger: PostgreSQL has not let the bot in yet").toString());
        RedisStatusBoard board = new RedisStatusBoard(redis);
        return PostgresLedger.open(settings.postgres(), id, settings.runner().mode(), clock,
                new HolderWatch(() -> board.shown(id), heartbeat));
    }

    private static RedisMarketFeed.Pace pace(RunnerThreads threads) {
        return new RedisMarketFeed.Pace(QUOTE_INTERVAL, threads::nanoTime,
                question -> threads.start(Thread.ofVirtual().name("history"), question));
    }

    private static void flatten(BotRunner runner, BotId id, Duration deadline) throws InterruptedException {
        String left = runner.flatten(deadline);
        if (!left.isEmpty()) {
            throw new IllegalStateException("%s is not flat after %s; left: %s".formatted(id, deadline, left));
        }
        LOG.atInfo().addKeyValue("bot", id).log("flat");
    }

    private static Access access(BotSettings settings, RedisPool redis, RunnerClock clock) {
        return switch (settings.exchange()) {
            case ExchangeSettings.Paper(PaperSettings costs) ->
                new Access((found, listener) -> paper(costs, found, listener, clock), Optional.empty());
            case ExchangeSettings.Account(var site, var key) -> {
                HostRequests requests = HostRequests.open(RequestShare.ofTrading(site.requestsPerSecond()),
                        new RedisBanBoard(redis), InstantSource.system());
                yield new Access((_, listener) -> BybitExchange.open(site, key, settings.runner().bot(), listener,
                        clock.forRequests(), requests), Optional.of(requests));
            }
        };
    }

    private static Exchange paper(PaperSettings costs, LedgerSnapshot found, ExchangeListener listener,
            RunnerClock clock) {
        PaperExchange exchange = new PaperExchange(costs, PaperFaults.NONE, found, listener, clock);
        exchange.connect();
        return exchange;
    }

    private static RunnerPorts.IntentLogOpener intents(BotSettings settings) {
        return settings.intentFile().<RunnerPorts.IntentLogOpener>map(file -> (ledger, replies) -> IntentFile.open(file,
                settings.runner().bot(), ledger, replies)).orElse((_, replies) -> new NoIntentLog(replies));
    }

    /// In PostgreSQL a bot has two sessions: one that holds its lease and writes, and one for all that it reads.
    private static CandleHistory history(BotSettings settings, PostgresSession reads) {
        return switch (settings.candles()) {
            case CandleStoreSettings.Influx(var influx) -> InfluxCandleHistory.open(influx);
            case CandleStoreSettings.Postgres _ -> PostgresCandleHistory.in(reads);
        };
    }

    /// Runs the work on this thread; a signal to end stops it and waits until it has ended.
    private static void untilToldToStop(Work work) throws InterruptedException {
        Thread worker = Thread.currentThread();
        Stopper stopper = new Stopper(worker);
        Thread hook = Thread.ofPlatform().name("stop-on-signal").unstarted(() -> stopper.stopAndAwait(STOP_DEADLINE));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run(stopper);
        } finally {
            stopper.ended();
        }
    }

    /// The way to the exchange.
    private record Access(RunnerPorts.ExchangeOpener opener, Optional<HostRequests> requests)
            implements
                AutoCloseable {
        HostLimits limits() {
            return requests.<HostLimits>map(own -> own).orElseGet(HostLimits::none);
        }

        @Override
        public void close() {
            requests.ifPresent(HostRequests::close);
        }
    }

    private record Both<S>(BotSettings bot, S own) {}

    /// What runs until it is stopped.
    @FunctionalInterface
    private interface Work {
        void run(Stopper stopper) throws InterruptedException;
    }
}
