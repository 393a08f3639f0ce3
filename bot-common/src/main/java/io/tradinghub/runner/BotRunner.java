package io.tradinghub.runner;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.EngineCommand;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.EngineEvent.LedgerState;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.status.BotStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Runs one bot: reads what the ledger knows, warms up, then one event loop until it is stopped.
///
/// The policy when our view and the world differ: without the ledger no order leaves; without the halt switch no entry
/// leaves; without the market feed prices grow old and entries end; an order of unknown fate blocks its instrument. In
/// every case it goes on by itself when what was missing is back. When another process has taken the lease, [#run] ends
/// with [io.tradinghub.ledger.LeaseLostException] at once; when a part of it fails in a way that waiting does not mend,
/// or the ledger comes back and knows of other positions than the engine, it ends with that, and whoever runs it starts
/// it anew from the ledger.
public final class BotRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BotRunner.class);
    private static final int MARKET_CAPACITY = 10_000;
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LEDGER_RETRY = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private final RunnerSettings settings;
    private final Bot bot;
    private final RunnerPorts ports;
    private final Heartbeat heartbeat;
    private final InstantSource clock;
    private final LinkedBlockingQueue<RunnerEvent> events = new LinkedBlockingQueue<>();
    /// Only market events wait for room. What an exchange tells always fits: a simulated one tells it on the bot's own
    /// thread, which empties the queue.
    private final Semaphore marketRoom = new Semaphore(MARKET_CAPACITY);
    private final Deque<EngineCommand> commands = new ArrayDeque<>();
    private final LedgerWriter journal;
    private final StatusReporter reporter;
    private final StatusPublisher boards;
    private HaltState halt = HaltState.UNREADABLE;
    private boolean entriesHalted;
    private boolean stopping;
    /// These two are guarded by this.
    private @Nullable Thread preparing;
    private boolean stopAsked;

    public BotRunner(RunnerSettings settings, Bot bot, RunnerPorts ports, Heartbeat heartbeat, InstantSource clock) {
        this.settings = settings;
        this.bot = bot;
        this.ports = ports;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.journal = new LedgerWriter(ports.ledger());
        this.reporter = new StatusReporter(settings.bot(), settings.mode());
        this.boards = new StatusPublisher(ports.positions(), ports.status());
    }

    /// Asks the bot to end. While it still waits for what it needs it is interrupted, and [#run] ends with that; once
    /// it trades, resting entries are taken back, then [#run] returns. Any thread.
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
        beginPreparing();
        LedgerSnapshot snapshot = ports.ledger().load();
        Subscription subscription = bot.subscription();
        StartReport report = new StartReport(settings.bot());
        report.greet(snapshot);
        report.nameStrays(snapshot, subscription);
        BotEngine engine = new BotEngine(settings.bot(), bot, settings.engine(), settings.limits(), snapshot,
                commands::add);
        Map<InstrumentId, BigDecimal> held = snapshot.positions().stream()
                .collect(Collectors.toMap(Position::instrument, Position::quantity));
        List<MarketEvent.RulesPublished> rules = new RulesWait(ports.catalog(), heartbeat)
                .await(subscription.instruments());
        rules.forEach(
                published -> engine.on(new EngineEvent.InstrumentPublished(published.instrument(), clock.millis())));
        Map<SeriesId, Instant> lastSeen = new WarmUp(ports.history(), clock, heartbeat).run(subscription,
                settings.historyDeadline(),
                candle -> engine.on(new EngineEvent.WarmUpCandle(candle, clock.millis())));
        try (Exchange exchange = ports.exchanges().open(held, entry -> events.add(new RunnerEvent.FromExchange(entry)));
                MarketFeed feed = ports.feeds().open(subscription, new HashMap<>(lastSeen))) {
            rules.forEach(exchange::onMarket);
            endPreparing();
            Session session = new Session(engine, exchange);
            List<Thread> threads = List.of(startFeed(new FeedPump(feed, this::putMarket)),
                    start("halt", new HaltWatch(ports.halt(), state -> events.add(new RunnerEvent.HaltRead(state)))),
                    start("board", boards));
            try {
                session.loop();
            } finally {
                endAll(threads);
            }
            journal.end();
            boards.keep(session.status());
        }
    }

    /// A thread of the system, which the kernel wakes itself when a candle comes; a virtual one is woken by another
    /// thread.
    private Thread startFeed(Runnable work) {
        return Thread.ofPlatform().daemon().name("%s-feed".formatted(settings.bot())).start(watched("feed", work));
    }

    private Thread start(String role, Runnable work) {
        return Thread.ofVirtual().name("%s-%s".formatted(settings.bot(), role)).start(watched(role, work));
    }

    /// A thread that dies must not die unheard: a bot that beats on without its market would keep what it holds without
    /// a stop.
    private Runnable watched(String part, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable e) {
                events.add(new RunnerEvent.Failed(part, e));
            }
        };
    }

    private static void endAll(List<Thread> threads) throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            if (!thread.join(STOP_DEADLINE)) {
                LOG.atWarn().addKeyValue("thread", thread.getName()).log("thread did not end in time");
            }
        }
    }

    private void putMarket(MarketEvent event) {
        try {
            marketRoom.acquire();
            events.add(new RunnerEvent.FromMarket(event));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The loop and what it does with commands: everything that needs the engine and the exchange.
    private final class Session {
        private final BotEngine engine;
        private final Exchange exchange;
        private long statusAtNanos = System.nanoTime();
        private long ledgerAtNanos = System.nanoTime();

        private Session(BotEngine engine, Exchange exchange) {
            this.engine = engine;
            this.exchange = exchange;
        }

        private void loop() throws InterruptedException {
            while (!stopping) {
                RunnerEvent event = events.poll(settings.tick().toMillis(), TimeUnit.MILLISECONDS);
                if (event == null) {
                    tell(new EngineEvent.Tick(clock.millis()));
                } else {
                    handle(event);
                }
                lookAfterLedger();
                drain();
                report();
                heartbeat.beat();
            }
            takeBackEntries();
        }

        private void handle(RunnerEvent event) {
            switch (event) {
                case RunnerEvent.FromMarket(MarketEvent market) -> {
                    marketRoom.release();
                    exchange.onMarket(market);
                    market(market);
                }
                case RunnerEvent.FromExchange(LedgerEntry entry) -> hear(entry);
                case RunnerEvent.HaltRead(HaltState state) -> {
                    LOG.atLevel(state == HaltState.RUNNING ? Level.INFO : Level.WARN).addKeyValue("was", halt)
                            .addKeyValue("is", state).log("halt switch changed");
                    halt = state;
                    writeDown(state);
                    tell(new EngineEvent.HaltChanged(state, clock.millis()));
                }
                case RunnerEvent.Failed(String part, Throwable cause) -> {
                    journal.end();
                    throw new IllegalStateException("%s cannot go on without its %s".formatted(settings.bot(), part),
                            cause);
                }
                case RunnerEvent.Stop _ -> stopping = true;
            }
        }

        /// What dashboards and alerts go by. A switch that was off at the start and stays so is no event.
        private void writeDown(HaltState state) {
            if (state != HaltState.RUNNING || entriesHalted) {
                journal.record(announced(state));
            }
            entriesHalted = state != HaltState.RUNNING;
        }

        private LedgerEntry announced(HaltState state) {
            return switch (state) {
                case RUNNING -> switched("RESUMED", "entries are free");
                case HALTED -> switched("HALTED", "the halt switch is set: no entries");
                case UNREADABLE -> switched("HALT_SWITCH_UNREADABLE", "the halt switch cannot be read: no entries");
            };
        }

        private LedgerEntry switched(String rule, String detail) {
            return new LedgerEntry.RiskEvent(clock.instant(), rule, detail, Optional.empty());
        }

        private void market(MarketEvent event) {
            switch (event) {
                case MarketEvent.CandleClosed(Candle candle) -> {
                    reporter.decidedOn(candle);
                    tell(new EngineEvent.CandleClosed(candle, clock.millis()));
                }
                case MarketEvent.QuoteChanged(var quote) -> {
                    reporter.priced(quote);
                    tell(new EngineEvent.QuoteChanged(quote, clock.millis()));
                }
                case MarketEvent.FundingAnnounced(var rate) ->
                    tell(new EngineEvent.FundingAnnounced(rate, clock.millis()));
                case MarketEvent.RulesPublished(var instrument) ->
                    tell(new EngineEvent.InstrumentPublished(instrument, clock.millis()));
            }
        }

        private void tell(EngineEvent event) {
            engine.on(event);
            drain();
        }

        private void drain() {
            for (EngineCommand command = commands.poll(); command != null; command = commands.poll()) {
                perform(command);
            }
        }

        private void perform(EngineCommand command) {
            switch (command) {
                case EngineCommand.Place(var request) -> {
                    if (!journal.commit(request)) {
                        // A commit that was not answered may have happened: when the ledger is back it learns that the
                        // order never left.
                        forget(request, "intent not committed, never sent");
                        engine.on(new EngineEvent.LedgerChanged(LedgerState.AWAY, clock.millis()));
                    } else if (isOutdatedEntry(request)) {
                        forget(request, "committing the intent took too long, never sent");
                    } else {
                        reporter.sent();
                        hear(OrderCalls.place(exchange, request, clock));
                    }
                }
                case EngineCommand.Cancel(var instrument, var id) -> exchange.cancel(instrument, id);
                case EngineCommand.LookUp(var instrument, var id) ->
                    OrderCalls.lookUp(exchange, instrument, id, this::hear,
                            () -> engine.on(new EngineEvent.OrderAbsent(id, clock.millis())));
                case EngineCommand.Conclude(OrderReport report) -> journal.record(report);
                case EngineCommand.Refuse(var instrument, var refusal) ->
                    LOG.atWarn().addKeyValue("instrument", instrument)
                            .addKeyValue("rule", refusal.rule()).addKeyValue("detail", refusal.detail())
                            .log("entry refused");
                case EngineCommand.Announce(var event) -> {
                    LOG.atError().addKeyValue("bot", settings.bot()).addKeyValue("rule", event.rule())
                            .addKeyValue("detail", event.detail())
                            .log("risk event");
                    journal.record(event);
                }
                case EngineCommand.Snapshot(var snapshot) -> journal.record(snapshot);
            }
        }

        private void forget(OrderRequest neverSent, String reason) {
            LOG.atWarn().addKeyValue("clientOrderId", neverSent.id()).addKeyValue("reason", reason)
                    .log("order not sent");
            journal.record(OrderReport.rejected(neverSent.id(), reason, clock.instant()));
            engine.on(new EngineEvent.IntentFailed(neverSent.id(), clock.millis()));
        }

        /// The disk or this machine may have stood still since it was decided. An exit is as right as it was.
        private boolean isOutdatedEntry(OrderRequest request) {
            return request.effect() == OrderRequest.Effect.ANY
                    && Duration.between(request.createdAt(), clock.instant())
                            .compareTo(settings.limits().maxDataAge()) > 0;
        }

        /// The ledger first, then the engine: what is not recorded did not happen.
        private void hear(LedgerEntry entry) {
            Recorded recorded = journal.record(entry);
            if (recorded == Recorded.UNKNOWN_ORDER) {
                return;
            }
            switch (entry) {
                case OrderReport report -> engine.on(new EngineEvent.Reported(report, clock.millis()));
                case Fill fill when recorded == Recorded.APPLIED -> {
                    OrderCalls.logFill(fill);
                    engine.on(new EngineEvent.Filled(fill, clock.millis()));
                    statusAtNanos = System.nanoTime();
                }
                case LedgerEntry.FundingPayment payment when recorded == Recorded.APPLIED ->
                    engine.on(new EngineEvent.FundingPaid(payment, clock.millis()));
                case Fill _,LedgerEntry.FundingPayment _,LedgerEntry.EquitySnapshot _,LedgerEntry.RiskEvent _ -> {}
            }
        }

        private void lookAfterLedger() {
            if (!journal.isAway() || System.nanoTime() < ledgerAtNanos) {
                return;
            }
            engine.on(new EngineEvent.LedgerChanged(LedgerState.AWAY, clock.millis()));
            Optional<LedgerSnapshot> known = journal.catchUp();
            ledgerAtNanos = System.nanoTime() + LEDGER_RETRY.toNanos();
            known.ifPresent(snapshot -> {
                requireSamePositions(snapshot);
                tell(new EngineEvent.LedgerChanged(LedgerState.AVAILABLE, clock.millis()));
            });
        }

        /// What was told while the ledger was away was taken on trust.
        private void requireSamePositions(LedgerSnapshot known) {
            Map<InstrumentId, Position> recorded = known.positions().stream()
                    .collect(Collectors.toMap(Position::instrument, position -> position));
            for (Position held : engine.positions()) {
                BigDecimal truth = recorded.getOrDefault(held.instrument(), Position.flat(held.instrument()))
                        .quantity();
                if (held.quantity().compareTo(truth) != 0) {
                    throw new IllegalStateException("%s counted %s of %s while the ledger was away, which knows %s"
                            .formatted(settings.bot(), held.quantity(), held.instrument(), truth));
                }
            }
        }

        private void report() {
            if (System.nanoTime() >= statusAtNanos) {
                statusAtNanos = System.nanoTime() + STATUS_INTERVAL.toNanos();
                boards.show(status());
            }
        }

        private BotStatus status() {
            return reporter.status(engine, halt, clock.instant());
        }

        /// Nobody watches a resting entry once we are gone; what is held stays.
        private void takeBackEntries() throws InterruptedException {
            tell(new EngineEvent.HaltChanged(HaltState.HALTED, clock.millis()));
            long endNanos = System.nanoTime() + STOP_DEADLINE.toNanos();
            while (engine.isEntering() && System.nanoTime() < endNanos) {
                RunnerEvent event = events.poll(settings.tick().toMillis(), TimeUnit.MILLISECONDS);
                if (event instanceof RunnerEvent.FromExchange(LedgerEntry entry)) {
                    hear(entry);
                    tell(new EngineEvent.Tick(clock.millis()));
                }
            }
            LOG.atInfo().addKeyValue("bot", settings.bot()).log("stopped");
        }
    }
}
