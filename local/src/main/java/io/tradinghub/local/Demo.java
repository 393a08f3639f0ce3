package io.tradinghub.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.postgres.PostgresPreparation;
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
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.RedisPool;

/// One demo, from taking its folder to the last server stopped. Used by one thread.
///
/// Two groups of things are open: the stores, and the programs that use them. The programs are closed first, then the
/// summary is read from the stores, then those are closed.
final class Demo {
    private static final Duration CATCHING_UP = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(25);
    /// What catching up and the two groups may take, and a moment for the rest.
    private static final Duration LONGEST_END = CATCHING_UP.plus(CLOSING.multipliedBy(2)).plusSeconds(5);
    private static final String RECORDER = "recorder";
    private static final String VIEWER = "viewer";
    private static final int PUSH_MILLIS = 20;
    private static final int REQUESTS = 100_000;
    private final DemoOptions options;
    private final Screen screen;
    private final ShutdownSignal end;

    Demo(DemoOptions options, PrintStream out, ShutdownSignal end) {
        this.options = options;
        this.end = end;
        this.screen = new Screen(out, Screen.Kind.ofStandardOutput());
    }

    /// Runs until its time is up or the JVM is asked to end, and leaves nothing running. Answers the exit code: 1 when
    /// the bots, the books or the candles are not as they must be.
    int run() throws InterruptedException {
        DemoMarket.Source source = DemoMarket.source(options);
        end.holdTheJvm(LONGEST_END);
        try (OpenResources stores = new OpenResources(CLOSING)) {
            DemoFolder folder = stores.own("folder", DemoFolder.open(options.data()));
            claim(folder, source);
            DemoLog log = DemoLog.redirect(folder.log(), screen);
            DemoStores opened = openStores(folder, stores);
            if (end.isAsked()) {
                return Program.OK;
            }
            PostgresPreparation.run(opened.owner(), accounts(folder));
            DemoMarket market = source.goingOnFrom(RunHistory.goneOnUntil(opened.owner()));
            return runOn(market, folder, opened, stores, log);
        } finally {
            end.hasEnded();
        }
    }

    private void claim(DemoFolder folder, DemoMarket.Source source) {
        if (options.start() == DemoOptions.Start.FRESH) {
            LocalPostgres.stopLeftover(folder.programs(), folder.postgres());
            LocalRedis.stopLeftover(folder.programs(), folder.redis());
            folder.clear();
        }
        RunHistory.claim(folder.marketState(), source.identity());
    }

    private DemoStores openStores(DemoFolder folder, OpenResources stores) {
        screen.say("starting PostgreSQL and Redis; data in %s, log in %s".formatted(folder.root(),
                folder.log().getFileName()));
        LocalPostgres postgres = stores.own("postgres",
                LocalPostgres.open(folder.programs(), folder.postgres(), folder.secret("owner")));
        LocalRedis redis = stores.own("redis",
                LocalRedis.open(folder.programs(), folder.redis(), folder.secret("redis")));
        screen.say("PostgreSQL at %s, Redis at %s:%d".formatted(postgres.jdbcUrl(), redis.host(), redis.port()));
        return new DemoStores(postgres, redis);
    }

    private int runOn(DemoMarket market, DemoFolder folder, DemoStores opened, OpenResources stores, DemoLog log)
            throws InterruptedException {
        InstantSource clock = new ScaledClock(System::nanoTime, market.start(), options.speed());
        screen.say("%s, market time from %s".formatted(market.identity(), market.start()));
        PostgresPool reader = stores.own("viewer",
                PostgresPool.open(opened.as(VIEWER, folder.secret(VIEWER)), VIEWER, 2));
        RedisPool live = stores.own("viewer redis", RedisPool.open(opened.redisSettings(), VIEWER));
        CandleHistory history = stores.own("viewer candles",
                PostgresCandleHistory.open(opened.as(VIEWER, folder.secret(VIEWER))));
        FleetView fleet = new FleetView(reader, live, options.speed());
        CandleCheck candles = new CandleCheck(options.candles(), history);
        DemoRun run = new DemoRun(options, market, clock, fleet, DemoBots.everybody(), screen);
        BotThreads bots;
        Instant over;
        try (OpenResources programs = new OpenResources(CLOSING)) {
            bots = startPrograms(folder, opened, market, clock, programs);
            String reason = run.show(end);
            over = clock.instant();
            screen.say("ending: " + reason);
            candles.await(over, CATCHING_UP);
            log.ending();
        }
        run.sumUp();
        return new DemoCheck(fleet, candles, screen).pronounce(bots.failed(), over);
    }

    private BotThreads startPrograms(DemoFolder folder, DemoStores opened, DemoMarket market, InstantSource clock,
            OpenResources programs) {
        SimSettings settings = SimSettings.local().withPushMillis(PUSH_MILLIS).withRequestsPerFiveSeconds(REQUESTS);
        BybitSim sim = programs.own("simulated exchange", BybitSim.start(settings, market.market(), clock));
        LocalRecorder.Destinations outlets = new LocalRecorder.Destinations(opened.as(RECORDER, folder.secret(RECORDER)),
                opened.redisSettings(),
                folder.spool());
        LocalRecorder.start(market, sim, clock, outlets, programs);
        DemoBots bots = new DemoBots(market, options.speed(), opened.environment(), id -> folder.secretsOf(id.value()));
        return programs.own("bots", new BotThreads(bots.ready().stream().map(ready -> ready.start(clock)).toList()));
    }

    private static List<StoreAccount> accounts(DemoFolder folder) {
        List<StoreAccount> accounts = new ArrayList<>();
        accounts.add(new StoreAccount(RECORDER, Role.RECORDER, folder.secret(RECORDER), Optional.empty()));
        accounts.add(new StoreAccount(VIEWER, Role.GRAFANA, folder.secret(VIEWER), Optional.empty()));
        for (BotId bot : DemoBots.everybody()) {
            accounts.add(
                    new StoreAccount(bot.value(), Role.BOT, folder.secretsOf(bot.value()).read("postgres_password"),
                            Optional.empty()));
        }
        return accounts;
    }
}
