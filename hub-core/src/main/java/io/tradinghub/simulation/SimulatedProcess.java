package io.tradinghub.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.DriverObserver;
import io.tradinghub.engine.EngineCommand;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.engine.Moment;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.ledger.LedgerQueue;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;

/// One process of the bot: driver, connection, ledger worker and local file, from its start to its end.
final class SimulatedProcess {
    private static final long RETRY_MILLIS = 1_000;
    /// The answer deadline, the arrival bound and two proofs, each lost a few times.
    private static final long EXIT_BOUND_MILLIS = 120_000;
    /// The exchange is asked for everything every five minutes, and once more where that is lost.
    static final long NEWS_BOUND_MILLIS = 11 * 60_000;
    private static final long ANNOUNCED_FOR_MILLIS = 10 * 60_000;
    /// What people are told when an exit cannot leave, or when the account is not what the books say.
    private static final Set<RiskRule> EXCUSES = Set.of(RiskRule.EXIT_FAILING, RiskRule.EXIT_WAITING,
            RiskRule.FOREIGN_EXECUTION, RiskRule.ACCOUNT_DIFFERS);
    private final World world;
    private final String name;
    private final SimulatedLedger.View view;
    private final FileOfDisk file;
    private final SimulatedConnection connection;
    private final LedgerQueue queue;
    private final EngineDriver driver;
    private final Map<InstrumentId, Long> exitDueMillis = new HashMap<>();
    private final Map<InstrumentId, Long> withoutNewsMillis = new HashMap<>();
    private final Map<InstrumentId, Long> checkedAtMillis = new HashMap<>();
    private long exitAnnouncedAtMillis = Long.MIN_VALUE / 2;
    private long clockLeadMillis;
    private HaltState halt = HaltState.RUNNING;
    private boolean alive = true;
    private boolean working;
    private long hangsUntilMillis;
    private long wakeAtMillis = Long.MAX_VALUE;

    /// Everything outside of a process that a simulation has.
    record World(BotId id, VirtualTime time, SimulatedExchange exchange, SimulatedLedger ledger, Disk disk,
            SwingBot bot,
            EngineSettings settings, RiskLimits limits, Judge judge, List<Instrument> rules, Chance chance,
            Faults faults, Trace trace) {}

    /// The local disk of the bot's machine, which outlives its processes.
    static final class Disk {
        private final List<Object> lines = new ArrayList<>();
    }

    /// Starts a process that takes the lease.
    ///
    /// @throws io.tradinghub.ledger.LedgerUnavailableException when the ledger is away: try again later
    SimulatedProcess(World world, int number, HaltState halt) {
        this.world = world;
        this.name = world.id + " process " + number;
        this.view = world.ledger.take();
        this.file = new FileOfDisk();
        file.book();
        LedgerSnapshot found = view.load();
        this.queue = new LedgerQueue(view, this::replied);
        this.connection = new SimulatedConnection(world.time, world.exchange, world.chance.split(), world.faults,
                this::heard);
        StartMark mark = StartMark.following(found.newestStart(), world.time.instant(), number);
        this.driver = new EngineDriver(
                sink -> new BotEngine(world.id, mark, world.bot, world.settings, world.limits, found, sink), connection,
                task -> {
                    queue.submit(task);
                    work();
                }, file, EngineDriver.Deadlines.DEFAULTS, new Observer());
        act(() -> world.rules.forEach(rules -> driver.on(new EngineEvent.InstrumentPublished(rules, moment()))));
        halted(halt);
    }

    boolean isAlive() {
        return alive;
    }

    BotEngine engine() {
        return driver.engine();
    }

    SimulatedConnection connection() {
        return connection;
    }

    /// Whether it has heard of everything that was executed, and knows the time.
    boolean isUpToDate() {
        return alive && connection.answers() && !engine().isStarting() && clockLeadMillis == 0
                && world.rules.stream().allMatch(rules -> hasCounted(rules.id()));
    }

    private boolean hasCounted(InstrumentId instrument) {
        return world.exchange.position(instrument).doubleValue() == engine().account().position(instrument);
    }

    SimulatedLedger.View view() {
        return view;
    }

    /// The process is gone, with everything it had not yet done.
    void kill() {
        note("", "ends");
        alive = false;
        connection.close();
    }

    /// Its ledger calls hang for a while.
    void hangLedger(long lastsMillis) {
        hangsUntilMillis = world.time.millis() + lastsMillis;
    }

    /// Its clock runs ahead of the exchange's, or behind.
    void stepClock(long leadMillis) {
        clockLeadMillis = leadMillis;
    }

    void halted(HaltState state) {
        halt = state;
        act(() -> driver.on(new EngineEvent.HaltChanged(state, moment())));
    }

    void adopt() {
        act(() -> driver.on(new EngineEvent.Adopted(Optional.empty(), moment())));
    }

    void quoted(Quote quote) {
        act(() -> driver.on(new EngineEvent.QuoteChanged(quote, moment())));
        judgeExits(quote.instrument());
    }

    private void heard(ExchangeEvent event) {
        act(() -> {
            driver.hears(event);
            driver.drain(moment());
        });
    }

    private void replied(LedgerReply reply) {
        act(() -> driver.onLedger(reply, moment()));
    }

    /// Lets the process do something; a process that may not go on ends.
    private void act(Runnable work) {
        if (!alive) {
            return;
        }
        try {
            work.run();
        } catch (LeaseLostException | IllegalStateException ends) {
            note(" ends by", ends);
            kill();
            return;
        }
        wake();
    }

    private void work() {
        if (working || !alive) {
            return;
        }
        working = true;
        workAfter(Math.max(world.chance.delay(3, 400), hangsUntilMillis - world.time.millis()));
    }

    private void workAfter(long delayMillis) {
        world.time.after(delayMillis, () -> {
            working = false;
            if (!alive) {
                return;
            }
            if (queue.work()) {
                if (queue.size() > 0) {
                    work();
                }
            } else if (queue.size() > 0) {
                working = true;
                workAfter(RETRY_MILLIS);
            }
        });
    }

    /// Timers fire when they are due; while nothing waits for time, only events wake the process.
    private void wake() {
        long now = world.time.millis();
        long next = Math.min(driver.nextDeadlineMillis(), driver.engine().nextDueMillis());
        if (next >= wakeAtMillis || next == Long.MAX_VALUE) {
            return;
        }
        wakeAtMillis = next;
        world.time.after(Math.max(1, next - now), () -> {
            // a timer that was set for later before is not set again
            if (wakeAtMillis == next) {
                wakeAtMillis = Long.MAX_VALUE;
                act(() -> driver.onTime(moment()));
            }
        });
    }

    private Moment moment() {
        return new Moment(world.time.millis() + clockLeadMillis, world.time.millis());
    }

    /// Every exit leaves within its bound, counted while the exchange answers, or people were told that it cannot.
    private void judgeExits(InstrumentId instrument) {
        long now = world.time.millis();
        Long checkedAt = checkedAtMillis.put(instrument, now);
        long passed = checkedAt == null ? 0 : now - checkedAt;
        if (!alive || !connection.answers() || clockLeadMillis != 0 || isWithoutNews(instrument, passed)) {
            return;
        }
        double own = world.exchange.position(instrument).doubleValue();
        double wanted = halt == HaltState.FLATTENING ? 0 : world.bot.wanted(instrument, now);
        if (!isExitDue(instrument, own, wanted, now)) {
            exitDueMillis.remove(instrument);
            return;
        }
        long due = exitDueMillis.merge(instrument, passed, Long::sum);
        if (due > EXIT_BOUND_MILLIS && now - exitAnnouncedAtMillis > ANNOUNCED_FOR_MILLIS) {
            throw new Violation(
                    "no exit of %s left for %d ms: holds %s, wants %s".formatted(instrument, due, own, wanted));
        }
    }

    private boolean isExitDue(InstrumentId instrument, double own, double wanted, long now) {
        boolean isExit = own * (wanted - own) < 0 && Math.abs(wanted - own) > 0.0021 && Math.abs(own) > 0.0011;
        boolean isAtTheMarket = halt == HaltState.FLATTENING || world.bot.isAtTheMarket(instrument, now);
        return isExit && isAtTheMarket && isOwn(instrument);
    }

    /// Whether a frame of an execution was lost and the exchange has not been asked for it yet.
    private boolean isWithoutNews(InstrumentId instrument, long passed) {
        if (hasCounted(instrument)) {
            withoutNewsMillis.remove(instrument);
            return false;
        }
        if (withoutNewsMillis.merge(instrument, passed, Long::sum) > NEWS_BOUND_MILLIS) {
            throw new Violation("the exchange holds %s of %s, the bot has counted %s for too long".formatted(
                    world.exchange.position(instrument), instrument, driver.engine().account().position(instrument)));
        }
        return true;
    }

    /// What completes a hedge may leave all the same: it takes risk away.
    private void judgeHalt(OrderRequest request) {
        boolean isCompleting = !world.bot.subscription().hedges().isEmpty();
        if (request.isEntry() && halt != HaltState.RUNNING && !isCompleting) {
            throw new Violation("%s left although the bot is %s".formatted(request, halt));
        }
    }

    private boolean isOwn(InstrumentId instrument) {
        return driver.engine().positions().stream()
                .filter(position -> position.instrument().equals(instrument))
                .allMatch(position -> position.ownQuantity().compareTo(position.quantity()) == 0)
                && driver.engine().entriesEnded().filter(RiskRule.ACCOUNT_DIFFERS::equals).isEmpty();
    }

    private void note(String what, Object event) {
        world.trace.note(world.time.instant(), name + what, event);
    }

    private final class Observer implements DriverObserver {
        @Override
        public void tells(EngineEvent event) {
            if (!(event instanceof EngineEvent.QuoteChanged || event instanceof EngineEvent.Tick)) {
                note(" hears", event);
            }
        }

        @Override
        public void sends(OrderRequest request) {
            note(" sends", request);
            judgeHalt(request);
            // with a wrong clock the next process cannot know when an order left
            if (request.isEntry() && clockLeadMillis == 0) {
                world.judge.left(request, world.time.millis());
            }
            if (!request.isEntry()) {
                exitDueMillis.remove(request.instrument());
            }
        }

        @Override
        public void performs(EngineCommand command) {
            note(" does", command);
            if (command instanceof EngineCommand.Announce(LedgerEntry.RiskEvent event)) {
                if (EXCUSES.contains(event.rule())) {
                    exitAnnouncedAtMillis = world.time.millis();
                }
                if (isUpToDate()) {
                    world.judge.equity().judge(event);
                }
            }
        }
    }

    /// The local file on the disk.
    private final class FileOfDisk implements IntentLog {

        private void book() {
            for (Object line : List.copyOf(world.disk.lines)) {
                if (line instanceof OrderRequest request) {
                    view.commitIntent(request);
                } else if (line instanceof LedgerEntry entry) {
                    view.record(entry);
                }
            }
            world.disk.lines.clear();
        }

        @Override
        public void append(OrderRequest request) {
            if (world.chance.strikes(0.05)) {
                world.time.after(1, () -> act(() -> driver.onFile(new Reply.Failed("disk full"), moment())));
                return;
            }
            world.time.after(world.chance.delay(5, 1_000), () -> {
                if (alive) {
                    world.disk.lines.add(request);
                    act(() -> driver.onFile(new Reply.Flushed(request), moment()));
                }
            });
        }

        @Override
        public void append(LedgerEntry entry) {
            world.disk.lines.add(entry);
        }

        @Override
        public void clear() {
            world.disk.lines.clear();
        }

        @Override
        public void close() {}
    }
}
