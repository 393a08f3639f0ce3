package io.tradinghub.local;

import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.tradinghub.bot.BotId;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.postgres.PostgresPreparation;
import io.tradinghub.guardian.GuardianThread;
import io.tradinghub.local.statement.ExchangeStatement;
import io.tradinghub.local.statement.LedgerStatement;
import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.local.stores.LocalRedis;
import io.tradinghub.local.view.DemoLog;
import io.tradinghub.local.view.FleetView;
import io.tradinghub.local.view.Screen;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.postgres.PostgresCandleHistory;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Program;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.ScaledClock;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.MarketVenue;
import io.tradinghub.sim.exchange.Venue;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.RedisPool;

/// Runs one demo, from locking its folder to stopping the last server. Not thread-safe.
///
/// Opens the stores and then the programs that use them. Closes the programs first, reads the summary from the stores,
/// then closes those.
final class Demo {
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(25);
    private static final Duration COMPARISON_TIMEOUT = Duration.ofSeconds(20);
    /// Covers the catch-up, the comparison, closing both groups, and the rest.
    private static final Duration SHUTDOWN_TIMEOUT = CATCH_UP_TIMEOUT.plus(COMPARISON_TIMEOUT)
            .plus(CLOSE_TIMEOUT.multipliedBy(2)).plusSeconds(5);
    private static final String RECORDER = "recorder";
    private static final String VIEWER = "viewer";
    private static final int PUSH_MILLIS = 20;
    private static final int REQUEST_LIMIT = 100_000;
    private final DemoOptions options;
    private final Screen screen;
    private final ShutdownSignal shutdown;

    Demo(DemoOptions options, PrintStream out, ShutdownSignal shutdown) {
        this.options = options;
        this.shutdown = shutdown;
        this.screen = new Screen(out, Screen.Kind.ofStandardOutput());
    }

    /// Runs until its time is up, its market ends or the JVM shuts down, and leaves nothing running. Returns the exit
    /// code: 1 when the [DemoCheck] fails.
    int run() throws InterruptedException {
        DemoMarket.Source source = DemoMarket.source(options);
        shutdown.holdShutdown(SHUTDOWN_TIMEOUT);
        try (OpenResources stores = new OpenResources(CLOSE_TIMEOUT)) {
            DemoFolder folder = stores.own("folder", DemoFolder.open(options.data()));
            prepareFolder(folder, source);
            DemoLog log = DemoLog.redirect(folder.log(), screen);
            DemoStores opened = openStores(folder, stores);
            if (shutdown.isRequested()) {
                return Program.OK;
            }
            PostgresPreparation.run(opened.owner(), accounts(folder));
            DemoMarket market = source.resumedFrom(RunHistory.lastMarketTime(opened.owner()));
            return runOn(market, folder, opened, stores, log);
        } finally {
            shutdown.markEnded();
        }
    }

    private void prepareFolder(DemoFolder folder, DemoMarket.Source source) {
        if (options.trading() == DemoOptions.Trading.ACCOUNTS && options.start() == DemoOptions.Start.CONTINUE
                && Files.exists(folder.marketFile())) {
            throw new DemoException(
                    "accounts end with their run, so --accounts cannot continue the one in %s; add --fresh to delete it, or --data with another folder"
                            .formatted(folder.root()));
        }
        if (options.start() == DemoOptions.Start.FRESH) {
            LocalPostgres.stopLeftover(folder.programs(), folder.postgres());
            LocalRedis.stopLeftover(folder.programs(), folder.redis());
            folder.clear();
        }
        RunHistory.requireSameMarket(folder.marketFile(), source.identity());
    }

    private DemoStores openStores(DemoFolder folder, OpenResources stores) {
        screen.print("starting PostgreSQL and Redis; data in %s, log in %s".formatted(folder.root(),
                folder.log().getFileName()));
        LocalPostgres postgres = stores.own("postgres",
                LocalPostgres.open(folder.programs(), folder.postgres(), folder.secret("owner")));
        LocalRedis redis = stores.own("redis",
                LocalRedis.open(folder.programs(), folder.redis(), folder.secret("redis")));
        screen.print("PostgreSQL at %s, Redis at %s:%d".formatted(postgres.jdbcUrl(), redis.host(), redis.port()));
        return new DemoStores(postgres, redis);
    }

    private int runOn(DemoMarket market, DemoFolder folder, DemoStores opened, OpenResources stores, DemoLog log)
            throws InterruptedException {
        InstantSource clock = new ScaledClock(System::nanoTime, market.start(), options.speed());
        screen.print("%s, market time from %s".formatted(market.identity(), market.start()));
        PostgresPool reader = stores.own("viewer",
                PostgresPool.open(opened.as(VIEWER, folder.secret(VIEWER)), VIEWER, 2));
        RedisPool live = stores.own("viewer redis", RedisPool.open(opened.redisSettings(), VIEWER));
        CandleHistory history = stores.own("viewer candles",
                PostgresCandleHistory.open(opened.as(VIEWER, folder.secret(VIEWER))));
        FleetView fleet = new FleetView(reader, live, options.speed());
        CandleCheck candles = new CandleCheck(options.candles(), history);
        DemoRun run = new DemoRun(options, market, clock, fleet, DemoBots.botIds(), screen);
        BotThreads bots;
        Instant ended;
        Optional<DemoComparison.Result> compared = Optional.empty();
        try (OpenResources programs = new OpenResources(CLOSE_TIMEOUT)) {
            BybitSim sim = programs.own("simulated exchange", startExchange(folder, market, clock));
            bots = startPrograms(folder, opened, market, sim, clock, programs);
            String reason = run.show(shutdown);
            ended = clock.instant();
            screen.print("ending: " + reason);
            candles.await(ended, CATCH_UP_TIMEOUT);
            if (options.trading() == DemoOptions.Trading.ACCOUNTS) {
                compared = Optional.of(new DemoComparison(new ExchangeStatement(sim.exchange()),
                        new LedgerStatement(reader), clock).await(DemoBots.botIds(), COMPARISON_TIMEOUT));
            }
            log.showOnlyErrors();
        }
        run.printSummary();
        return new DemoCheck(fleet, candles, screen).report(bots.failed(), compared, ended);
    }

    private BotThreads startPrograms(DemoFolder folder, DemoStores opened, DemoMarket market, BybitSim sim,
            InstantSource clock, OpenResources programs) {
        LocalRecorder.Destinations destinations = new LocalRecorder.Destinations(
                opened.as(RECORDER, folder.secret(RECORDER)),
                opened.redisSettings(),
                folder.spool());
        LocalRecorder.start(market, sim, clock, destinations, programs);
        DemoGuardian.settings(System.getenv(), opened, folder).ifPresent(guardian -> programs.own("guardian",
                GuardianThread.start(guardian, folder.root(), InstantSource.system(), clock)));
        Map<String, String> surroundings = new HashMap<>(opened.environment());
        if (options.trading() == DemoOptions.Trading.ACCOUNTS) {
            surroundings.putAll(DemoAccounts.environment(sim, options.speed()));
        }
        DemoBots bots = new DemoBots(market, options.speed(), surroundings, folder);
        return programs.own("bots", new BotThreads(bots.configure().stream().map(bot -> bot.start(clock)).toList()));
    }

    /// Orders are counted and signatures checked by market time, so that an account may do as much in an hour of it as
    /// at the real exchange.
    private BybitSim startExchange(DemoFolder folder, DemoMarket market, InstantSource clock) {
        SimSettings settings = SimSettings.local().withPushMillis(PUSH_MILLIS)
                .withRequestsPerFiveSeconds(REQUEST_LIMIT)
                .withExchange(new Exchange.Settings(options.seed(), Environment.DEMO, 0));
        Venue venue = new MarketVenue(new Instruments(market.market()));
        return BybitSim.start(settings, market.market(),
                new BybitSim.Surroundings(venue, clock, clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                DemoAccounts.open(folder, DemoBots.botIds(), market.start()));
    }

    private static List<StoreAccount> accounts(DemoFolder folder) {
        List<StoreAccount> accounts = new ArrayList<>();
        accounts.add(new StoreAccount(RECORDER, Role.RECORDER, folder.secret(RECORDER), Optional.empty()));
        accounts.add(new StoreAccount(VIEWER, Role.GRAFANA, folder.secret(VIEWER), Optional.empty()));
        accounts.add(new StoreAccount(DemoGuardian.ACCOUNT, Role.GUARDIAN, folder.secret(DemoGuardian.ACCOUNT),
                Optional.empty()));
        for (BotId bot : DemoBots.botIds()) {
            accounts.add(
                    new StoreAccount(bot.value(), Role.BOT, folder.secretsOf(bot.value()).read("postgres_password"),
                            Optional.empty()));
        }
        return accounts;
    }
}
