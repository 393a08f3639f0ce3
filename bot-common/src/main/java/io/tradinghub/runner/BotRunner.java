package io.tradinghub.runner;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.control.CombinedHaltSwitch;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.LedgerRefusedException;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.order.StartMark;
import io.tradinghub.preflight.AccountChecks;
import io.tradinghub.preflight.PreflightReport;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.HaltSwitch;
import io.tradinghub.status.Health;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one bot: reads what the ledger knows, then one event loop until it is stopped. Nothing in the loop waits for a
/// store or the exchange.
///
/// The policy when our view and the world differ: without the ledger, a lease that was proved lately, the halt switch,
/// the exchange's connection, a clock that can be trusted or, in mode live, the guardian, no entry leaves; exits always
/// do. While the exchange bans the host nothing can leave, which is announced. What is missing for one
/// instrument (its rules, its stored candles) holds up that instrument only. In every case it goes on by itself when
/// what was missing is back.
///
/// No entry leaves before the account has passed its checks, and nothing at all to an account that is not known to be
/// the bot's: [#run] ends with [io.tradinghub.settings.SettingsException] when it is another's, and at a start with
/// nothing held also when another check fails.
///
/// When another process has taken the lease, [#run] ends with [io.tradinghub.ledger.LeaseLostException] at once. When a
/// part of it fails in a way that waiting does not mend, or the ledger knows of other positions than the engine, it
/// takes entries back, closes or completes what stands naked, and ends with that; whoever runs it starts it anew from
/// the ledger.
public final class BotRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BotRunner.class);
    private static final int MARKET_CAPACITY = 10_000;
    private static final Duration THREAD_END = Duration.ofSeconds(2);
    private static final Duration LEDGER_RETRY = Duration.ofSeconds(1);
    private final RunnerSettings settings;
    private final Bot bot;
    private final RunnerPorts ports;
    private final Heartbeat heartbeat;
    private final RunnerClock clock;
    private final RunnerThreads threads;
    private final LinkedBlockingQueue<RunnerEvent> events = new LinkedBlockingQueue<>();
    /// Only market events wait for room: what exchange and ledger tell always fits.
    private final Semaphore marketRoom = new Semaphore(MARKET_CAPACITY);
    private final ThreadSupervisor supervisor = new ThreadSupervisor(
            cause -> events.add(new RunnerEvent.Failed(cause)));
    /// These two are guarded by this.
    private @Nullable Thread preparing;
    private boolean stopAsked;

    public BotRunner(RunnerSettings settings, Bot bot, RunnerPorts ports, Heartbeat heartbeat, RunnerClock clock) {
        this(settings, bot, ports, heartbeat, clock, new SystemThreads());
    }

    /// @param threads start the bot's other threads, and do the waiting of all of them
    BotRunner(RunnerSettings settings, Bot bot, RunnerPorts ports, Heartbeat heartbeat, RunnerClock clock,
            RunnerThreads threads) {
        this.settings = settings;
        this.bot = bot;
        this.ports = ports;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.threads = threads;
    }

    /// Asks the bot to end. While it still waits for the ledger it is interrupted, and [#run] ends with that; once it
    /// trades, entries are taken back and what stands naked is closed or completed, then [#run] returns. Any thread.
    public synchronized void stop() {
        stopAsked = true;
        if (preparing != null) {
            preparing.interrupt();
        }
        events.add(new RunnerEvent.Stop());
    }

    private synchronized void beginPreparing() throws InterruptedException {
        if (stopAsked) {
            throw new InterruptedException("stopped before it began");
        }
        preparing = Thread.currentThread();
    }

    private synchronized void endPreparing() {
        preparing = null;
    }

    /// Runs until stopped or interrupted. The calling thread is the bot's thread.
    public void run() throws InterruptedException {
        String unused = run(Optional.empty());
    }

    /// Closes everything, whatever the halt switches say, and returns when nothing is held, or after the deadline;
    /// answers what is left then, for people, empty if nothing is. The calling thread is the bot's thread.
    public String flatten(Duration deadline) throws InterruptedException {
        return run(Optional.of(deadline));
    }

    private String run(Optional<Duration> flatten) throws InterruptedException {
        beginPreparing();
        try (IntentLog intents = onceAnswered(() -> ports.intents().open(ports.ledger(),
                reply -> events.add(new RunnerEvent.FromFile(reply))))) {
            LedgerSnapshot found = onceAnswered(ports.ledger()::load);
            Subscription subscription = bot.subscription();
            StartReport report = new StartReport(settings.bot());
            report.greet(found);
            report.nameStrays(found, subscription);
            List<Thread> asking = new ArrayList<>();
            try {
                if (ports.account().isPresent()) {
                    letAtAccount(ports.account().get(), found, flatten, asking);
                }
                endPreparing();
                return trade(found, subscription, intents, flatten);
            } finally {
                endAll(asking);
            }
        }
    }

    /// The ledger, which was there a moment ago, may break off before it is read: the bot waits for it as it would at
    /// the start of a new process.
    private <T> T onceAnswered(Supplier<T> question) throws InterruptedException {
        while (true) {
            try {
                return question.get();
            } catch (LedgerRefusedException refused) {
                throw refused;
            } catch (LedgerUnavailableException away) {
                LOG.atWarn().addKeyValue("bot", settings.bot()).addKeyValue("reason", away.getMessage())
                        .log("the ledger broke off before it was read, waiting for it");
                heartbeat.waits(
                        new Health(Health.Work.WAITING, "the ledger: it broke off before it was read").toString());
                threads.sleep(LEDGER_RETRY);
            }
        }
    }

    /// Begins to check the account, and returns when the bot may use it.
    private void letAtAccount(AccountChecks checks, LedgerSnapshot found, Optional<Duration> flatten,
            List<Thread> started) throws InterruptedException {
        boolean isKeyKnown = checks.isKeyKnown();
        // Nobody reads on once the bot is let in, so only the first that is not read yet is kept.
        BlockingQueue<PreflightReport> reports = new ArrayBlockingQueue<>(1);
        started.add(start("account", new AccountWatch(threads, checks, report -> {
            boolean unused = reports.offer(report);
            events.add(new RunnerEvent.AccountChecked(report));
        })));
        boolean mustGoOn = !found.openOrders().isEmpty()
                || found.positions().stream().anyMatch(position -> !position.isFlat());
        new AccountGate(threads, reports, health -> heartbeat.waits(health.toString()))
                .pass(new AccountGate.Entrant(isKeyKnown, mustGoOn, flatten));
    }

    private String trade(LedgerSnapshot found, Subscription subscription, IntentLog intents,
            Optional<Duration> flatten) throws InterruptedException {
        StartMark start = StartMark.following(found.newestStart(), clock.instant(), new SecureRandom().nextInt());
        LedgerThread ledger = new LedgerThread(threads, ports.ledger(),
                reply -> events.add(new RunnerEvent.FromLedger(reply)));
        StatusPublisher boards = new StatusPublisher(threads, ports.positions(), ports.status());
        DriverLog log = new DriverLog(settings.bot());
        ControlThread control = new ControlThread(threads, ports.requests(), ports.limits(),
                asked -> events.add(new RunnerEvent.Requested(asked)));
        HaltSwitch halt = flatten.isPresent()
                ? () -> HaltState.FLATTENING
                : new CombinedHaltSwitch(ports.haltCopy(), control);
        try (Exchange exchange = ports.exchanges().open(found,
                event -> events.add(new RunnerEvent.FromExchange(event)));
                MarketFeed feed = ports.feeds().open(subscription, ColdSeries.lastSeen(subscription, clock))) {
            EngineDriver driver = new EngineDriver(sink -> new BotEngine(settings.bot(), start, bot, settings.engine(),
                    settings.limits(), found, sink), exchange, ledger, intents, settings.deadlines(), log);
            BotLoop loop = new BotLoop(settings, subscription,
                    new BotLoop.Parts(threads, driver, exchange, ledger, ports.leaseProved(), boards, log, clock,
                            heartbeat, events, marketRoom, control, ports.limits(), ports.account().isPresent()));
            List<Thread> started = new ArrayList<>(List.of(startFeed(new FeedPump(threads, feed, this::putMarket)),
                    start("ledger", ledger),
                    start("control", control),
                    start("halt", new HaltWatch(threads, halt, control,
                            state -> events.add(new RunnerEvent.HaltRead(state)))),
                    start("board", boards),
                    start("warm-up", new WarmUp(threads,
                            new WarmUp.Stored(ports.history(), ports.coverage(), ports.funding()), clock, subscription,
                            found.positions().isEmpty() ? Optional.empty() : found.lastSeen(), events::add))));
            started.addAll(watchGuardian());
            String left;
            try {
                left = runLoop(loop, flatten);
            } finally {
                endAll(started);
            }
            boards.keep(loop.status());
            return left;
        }
    }

    /// With real money nothing is entered while nobody watches over the fleet.
    private List<Thread> watchGuardian() {
        return switch (settings.mode()) {
            case LIVE -> List.of(start("guardian", new GuardianWatch(threads, ports.guardian(),
                    guard -> events.add(new RunnerEvent.GuardianHeard(guard)))));
            case PAPER, DEMO, TESTNET -> List.of();
        };
    }

    private static String runLoop(BotLoop loop, Optional<Duration> flatten) throws InterruptedException {
        if (flatten.isPresent()) {
            return loop.runUntilFlat(flatten.get());
        }
        loop.run();
        return "";
    }

    /// A thread of the system, which the kernel wakes itself when a candle comes; a virtual one is woken by another
    /// thread.
    private Thread startFeed(Runnable work) {
        return threads.start(Thread.ofPlatform().daemon().name("%s-feed".formatted(settings.bot())),
                supervisor.watched("feed", work));
    }

    private Thread start(String role, Runnable work) {
        return threads.start(Thread.ofVirtual().name("%s-%s".formatted(settings.bot(), role)),
                supervisor.watched(role, work));
    }

    private void endAll(List<Thread> started) throws InterruptedException {
        started.forEach(Thread::interrupt);
        for (Thread thread : started) {
            if (!threads.join(thread, THREAD_END)) {
                LOG.atWarn().addKeyValue("thread", thread.getName()).log("thread did not end in time");
            }
        }
    }

    private void putMarket(MarketEvent event) {
        try {
            if (threads.acquire(marketRoom, RunnerThreads.FOREVER)) {
                events.add(new RunnerEvent.FromMarket(event));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
