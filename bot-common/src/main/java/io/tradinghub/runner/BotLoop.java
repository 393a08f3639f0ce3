package io.tradinghub.runner;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import io.tradinghub.bot.Subscription;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.Moment;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.HostLimits;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.status.BotStatus;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The bot's thread: takes one event after the other to the driver, and looks after timers, status and health.
final class BotLoop {
    private static final Logger LOG = LoggerFactory.getLogger(BotLoop.class);
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);
    /// Less than what a container is given between being told to end and being killed.
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(6);
    private final RunnerSettings settings;
    private final Subscription subscription;
    private final Parts parts;
    private final StatusReporter reporter;
    private final ColdSeries cold;
    private final OpenRequests requests;
    private final WorkWatch work;
    private final AccountVerdict account;
    private Health health = new Health(Work.WAITING, "its first look at everything");
    private HaltState halt = HaltState.UNREADABLE;
    private boolean entriesHalted;
    private boolean clockDiffers;
    private boolean isBanned;
    private boolean isLeaseProved = true;
    private boolean stopping;
    private boolean flattens;
    private long flatByNanos;
    /// What failed last while the bot leaves, so that the same is logged once.
    private String leavingComplaint = "";
    private long statusAtNanos;

    BotLoop(RunnerSettings settings, Subscription subscription, Parts parts) {
        this.settings = settings;
        this.subscription = subscription;
        this.parts = parts;
        this.statusAtNanos = parts.threads.nanoTime();
        this.reporter = new StatusReporter(settings.bot(), settings.mode());
        this.cold = new ColdSeries(subscription);
        this.requests = new OpenRequests(parts.driver, parts.control::tell);
        this.work = new WorkWatch(parts.threads);
        this.account = new AccountVerdict(parts.driver);
    }

    /// What the loop works with; the runner owns all of it.
    record Parts(RunnerThreads threads, EngineDriver driver, Exchange exchange, LedgerThread ledger,
            BooleanSupplier leaseProved, StatusPublisher boards, DriverLog log, RunnerClock clock, Heartbeat heartbeat,
            BlockingQueue<RunnerEvent> events, Semaphore marketRoom, ControlThread control, HostLimits limits,
            boolean hasAccount) {}

    /// Runs until everything is closed or the deadline has passed, then leaves in order; answers what is left, for
    /// people.
    String runUntilFlat(Duration deadline) throws InterruptedException {
        flattens = true;
        flatByNanos = parts.threads.nanoTime() + deadline.toNanos();
        run();
        BotEngine engine = parts.driver.engine();
        if (engine.isFlat()) {
            return "";
        }
        String held = OpenRequests.held(engine);
        return held.isEmpty() ? "orders under way" : held;
    }

    /// Runs until it is told to stop, then leaves nothing behind that needs watching.
    void run() throws InterruptedException {
        if (parts.hasAccount) {
            account.begin(now());
        }
        for (InstrumentId instrument : subscription.instruments()) {
            if (cold.isCold(instrument)) {
                parts.driver.on(new EngineEvent.HistoryChanged(instrument, false, now()));
            }
        }
        try {
            while (!stopping) {
                turn();
                requests.review(halt, now());
                endWhenFlat();
                report();
                beat();
            }
        } catch (LeaseLostException | SettingsException notOurs) {
            throw notOurs; // nothing more is ours to do
        } catch (RuntimeException | Error failed) {
            LOG.atError().addKeyValue("bot", settings.bot()).setCause(failed)
                    .log("bot ends, taking entries back first");
            leaveInOrderAfter(failed);
            throw failed;
        }
        leaveInOrder();
    }

    private void leaveInOrderAfter(Throwable failed) throws InterruptedException {
        try {
            leaveInOrder();
        } catch (RuntimeException again) {
            failed.addSuppressed(again);
        }
    }

    private void beat() {
        if (health.isWell()) {
            parts.heartbeat.beat(health.toString());
        } else {
            parts.heartbeat.waits(health.toString());
        }
    }

    private void turn() throws InterruptedException {
        RunnerEvent event = parts.threads.poll(parts.events, waitTime());
        checkLease();
        if (event == null) {
            parts.driver.onTime(now());
        } else {
            handle(event);
        }
    }

    private Duration waitTime() {
        long untilDeadline = parts.driver.nextDeadlineMillis() - now().steadyMillis();
        return Duration.ofMillis(Math.clamp(untilDeadline, 1, settings.tick().toMillis()));
    }

    private void handle(RunnerEvent event) {
        switch (event) {
            case RunnerEvent.FromMarket(MarketEvent market) -> {
                parts.marketRoom.release();
                parts.exchange.onMarket(market);
                market(market);
            }
            case RunnerEvent.FromExchange(var told) -> {
                parts.driver.hears(told);
                parts.driver.drain(now());
            }
            case RunnerEvent.FromLedger(var reply) -> parts.driver.onLedger(reply, now());
            case RunnerEvent.FromFile(var reply) -> parts.driver.onFile(reply, now());
            case RunnerEvent.HaltRead(HaltState state) -> switched(state);
            case RunnerEvent.GuardianHeard(var guard) -> heard(guard);
            case RunnerEvent.Requested(var asked) -> requests.asked(asked, now());
            case RunnerEvent.WarmedUp(List<SeriesId> series, List<Candle> candles, MissedMarket missed) -> {
                missed.tell(parts.exchange);
                warmedUp(series, candles);
            }
            case RunnerEvent.StillCold(List<SeriesId> series, String reason) ->
                series.forEach(one -> cold.stillCold(one, reason));
            case RunnerEvent.AccountChecked(var report) -> account.heard(report, now());
            case RunnerEvent.Failed(IllegalStateException cause) -> throw new IllegalStateException(
                    "%s %s".formatted(settings.bot(), cause.getMessage()), cause.getCause());
            case RunnerEvent.Stop _ -> stopping = true;
        }
    }

    private void endWhenFlat() {
        BotEngine engine = parts.driver.engine();
        if (flattens && (parts.threads.nanoTime() > flatByNanos
                || (halt == HaltState.FLATTENING && !engine.isStarting() && engine.isFlatButForDust()))) {
            stopping = true;
        }
    }

    private void market(MarketEvent event) {
        switch (event) {
            case MarketEvent.CandleClosed(Candle candle) -> {
                if (!cold.keeps(candle)) {
                    reporter.decidedOn(candle);
                    parts.driver.on(new EngineEvent.CandleClosed(candle, now()));
                }
            }
            case MarketEvent.QuoteChanged(var quote) -> {
                parts.clock.heard(quote.exchangeTime());
                reporter.priced(quote);
                work.priced();
                parts.driver.on(new EngineEvent.QuoteChanged(quote, now()));
            }
            case MarketEvent.FundingAnnounced(var rate) ->
                parts.driver.on(new EngineEvent.FundingAnnounced(rate, now()));
            case MarketEvent.RulesPublished(var instrument) -> {
                reporter.published(instrument);
                parts.driver.on(new EngineEvent.InstrumentPublished(instrument, now()));
            }
        }
    }

    /// The stored candles first, then the live ones that waited for them.
    private void warmedUp(List<SeriesId> series, List<Candle> candles) {
        for (Candle candle : candles) {
            parts.driver.on(new EngineEvent.WarmUpCandle(candle, now()));
        }
        List<Candle> waited = new ArrayList<>();
        series.forEach(one -> waited.addAll(cold.warm(one, candles)));
        for (SeriesId one : series) {
            if (!cold.isCold(one.instrument())) {
                parts.driver.on(new EngineEvent.HistoryChanged(one.instrument(), true, now()));
            }
        }
        waited.forEach(candle -> market(new MarketEvent.CandleClosed(candle)));
    }

    private void switched(HaltState state) {
        LOG.atLevel(state == HaltState.RUNNING ? Level.INFO : Level.WARN).addKeyValue("was", halt)
                .addKeyValue("is", state).log("halt switch changed");
        halt = state;
        parts.driver.on(new EngineEvent.HaltChanged(state, now()));
        // A switch that was off at the start and stays so is no event.
        if (state != HaltState.RUNNING || entriesHalted) {
            parts.driver.on(announced(state));
        }
        entriesHalted = state != HaltState.RUNNING;
    }

    private EngineEvent announced(HaltState state) {
        return switch (state) {
            case RUNNING -> new EngineEvent.Noted(RiskRule.RESUMED, "entries are allowed", now());
            case HALTED -> new EngineEvent.Noted(RiskRule.HALTED, "the halt switch is set: no entries", now());
            case FLATTENING ->
                new EngineEvent.Noted(RiskRule.FLATTENING, "closing everything, no entries afterwards", now());
            case UNREADABLE -> new EngineEvent.Noted(RiskRule.HALT_SWITCH_UNREADABLE,
                    "the halt switch cannot be read: no entries", now());
        };
    }

    /// Nobody is told before the guardian had time to show itself.
    private void heard(GuardianWatch.Guard guard) {
        Optional<String> reason = switch (guard) {
            case UNSEEN -> Optional.of("the guardian has not been seen to judge since this start");
            case SILENT -> Optional.of("the guardian has not been seen to judge for %d s"
                    .formatted(GuardianWatch.PATIENCE.toSeconds()));
            case WATCHES -> Optional.empty();
        };
        parts.driver.on(new EngineEvent.EntriesBlocked(RiskRule.GUARDIAN_SILENT, reason, now()));
        if (guard == GuardianWatch.Guard.SILENT) {
            parts.driver.on(new EngineEvent.Noted(RiskRule.GUARDIAN_SILENT, reason.orElseThrow() + ": no entries",
                    now()));
        }
    }

    private void report() {
        if (parts.threads.nanoTime() < statusAtNanos && !parts.log.hasTraded()) {
            return;
        }
        statusAtNanos = parts.threads.nanoTime() + STATUS_INTERVAL.toNanos();
        checkClock();
        checkBan();
        judge();
        parts.boards.show(status());
        parts.control.show(health);
    }

    private void checkClock() {
        Duration difference = parts.clock.difference();
        boolean differs = difference.compareTo(settings.maxClockDifference()) > 0;
        if (differs != clockDiffers) {
            clockDiffers = differs;
            String reason = "the clock of this machine and the exchange's are %s apart".formatted(difference);
            parts.driver.on(new EngineEvent.EntriesBlocked(RiskRule.CLOCK_DIFFERS,
                    differs ? Optional.of(reason) : Optional.empty(), now()));
            if (differs) {
                parts.driver.on(new EngineEvent.Noted(RiskRule.CLOCK_DIFFERS, reason + ": no entries", now()));
            }
        }
    }

    /// Exits are tried all the same, and fail; the engine goes on trying them.
    private void checkBan() {
        Optional<Instant> until = parts.limits.bannedUntil();
        if (until.isPresent() == isBanned) {
            return;
        }
        isBanned = until.isPresent();
        Optional<String> reason = until.map(
                end -> "the exchange bans the address of this host until %s".formatted(end.truncatedTo(SECONDS)));
        parts.driver.on(new EngineEvent.EntriesBlocked(RiskRule.HOST_BANNED, reason, now()));
        reason.ifPresent(text -> parts.driver.on(
                new EngineEvent.Noted(RiskRule.HOST_BANNED, text + ": no entries, and exits cannot leave", now())));
    }

    /// Before every event: the process may have stood still, and another may trade under this BOT_ID meanwhile.
    private void checkLease() {
        boolean isProved = parts.leaseProved.getAsBoolean();
        if (isProved == isLeaseProved) {
            return;
        }
        isLeaseProved = isProved;
        LOG.atLevel(isProved ? Level.INFO : Level.WARN).addKeyValue("bot", settings.bot())
                .log(isProved ? "lease proved again" : "lease not proved lately, exits only");
        parts.driver.on(new EngineEvent.EntriesBlocked(RiskRule.LEASE_UNPROVED,
                isProved ? Optional.empty() : Optional.of("the lease was not proved lately: another may hold it"),
                now()));
    }

    private void judge() {
        health = work.judge(new WorkWatch.Sight(halt, parts.driver.engine().entriesEnded(), isLeaseProved,
                clockDiffers, account.lack(), parts.boards.silence(), reporter.withoutRules(subscription.instruments()),
                cold.reasons()));
    }

    BotStatus status() {
        List<String> waitingFor = new ArrayList<>(reporter.withoutRules(subscription.instruments()));
        waitingFor.addAll(cold.reasons());
        return reporter.status(parts.driver.engine(), halt, parts.log.ordersSent(), waitingFor, health,
                parts.clock.instant());
    }

    /// Nobody watches a resting entry or a naked leg once we are gone; what is held stays, with its stop.
    private void leaveInOrder() throws InterruptedException {
        whateverFails(() -> parts.driver.on(new EngineEvent.Stopping(now())));
        long endNanos = parts.threads.nanoTime() + STOP_DEADLINE.toNanos();
        while (isUnfinished() && parts.threads.nanoTime() < endNanos) {
            RunnerEvent event = parts.threads.poll(parts.events, waitTime());
            whateverFails(this::checkLease);
            if (event == null || event instanceof RunnerEvent.Failed || event instanceof RunnerEvent.HaltRead) {
                whateverFails(() -> parts.driver.onTime(now()));
            } else {
                whateverFails(() -> handle(event));
            }
        }
        if (isUnfinished()) {
            LOG.atError().addKeyValue("bot", settings.bot()).addKeyValue("entering", parts.driver.engine().isEntering())
                    .addKeyValue("naked", parts.driver.engine().isNaked())
                    .addKeyValue("unrecorded", parts.ledger.size()).log("stopped before everything was in order");
        } else {
            LOG.atInfo().addKeyValue("bot", settings.bot()).log("stopped");
        }
    }

    /// What made the bot leave may fail again with every event; cancels and the other leg must be seen to all the same.
    private void whateverFails(Runnable step) {
        try {
            step.run();
        } catch (LeaseLostException lost) {
            throw lost; // nothing more is ours to do
        } catch (RuntimeException failed) {
            String complaint = failed.toString();
            if (!complaint.equals(leavingComplaint)) {
                leavingComplaint = complaint;
                LOG.atError().addKeyValue("bot", settings.bot()).setCause(failed)
                        .log("an event failed while the bot leaves, it goes on");
            }
        }
    }

    private boolean isUnfinished() {
        return parts.driver.engine().isEntering() || parts.driver.engine().isNaked() || parts.ledger.size() > 0
                || (flattens && !parts.control.isWritten());
    }

    private Moment now() {
        return parts.clock.moment();
    }
}
