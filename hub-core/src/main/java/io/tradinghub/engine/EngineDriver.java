package io.tradinghub.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerTask;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.risk.RiskRule;

/// Does what an engine commands and tells it what came of that: commit, send, book, feed back. Live trading, tests,
/// simulation and back-tests use this one class and differ in the ledger, exchange, queue and clock behind it.
///
/// No entry leaves before its intent is committed; one that is not committed within the deadline never leaves. An
/// exit waits no longer than that for the ledger: then, or when the ledger is known to be away, its intent goes to the
/// local file, and the exit leaves after the file's flush or the file's deadline, whichever is first.
///
/// One thread. Replies of ledger and file, and events of the exchange, may come from within a call; they are queued and
/// dealt with before the call returns.
public final class EngineDriver {
    private final BotEngine engine;
    private final Exchange exchange;
    private final DriverObserver observer;
    private final Deque<EngineCommand> commands = new ArrayDeque<>();
    private final Deque<ExchangeEvent> told = new ArrayDeque<>();
    private final PendingOrders pending;
    private final LedgerTracker ledger;
    private boolean busy;
    private long wallMillis;
    private long steadyMillis;

    /// Builds the engine with a sink for its commands.
    ///
    /// @param engines makes the engine around the sink
    /// @param ledger takes work for the ledger; replies go to [#onLedger]
    /// @param file takes exits while the ledger is away; replies go to [#onFile]
    public EngineDriver(Function<CommandSink, BotEngine> engines, Exchange exchange, TaskSink ledger, IntentLog file,
            Deadlines deadlines, DriverObserver observer) {
        this.engine = engines.apply(commands::add);
        this.exchange = exchange;
        this.observer = observer;
        this.ledger = new LedgerTracker(ledger, file, deadlines.commit().toMillis());
        this.pending = new PendingOrders(this.ledger, file, deadlines,
                new PendingOrders.Outcome(this::send, this::giveUp,
                        engine::mayLeave));
    }

    /// How long orders wait, by the steady clock.
    ///
    /// @param commit an intent that is not committed by then counts as one that the ledger does not answer
    /// @param file so long an exit waits for its intent to be on the local disk
    public record Deadlines(Duration commit, Duration file) {
        public static final Deadlines DEFAULTS = new Deadlines(Duration.ofMillis(500), Duration.ofMillis(200));
    }

    /// Takes work for the ledger and returns at once.
    @FunctionalInterface
    public interface TaskSink {
        void submit(LedgerTask task);
    }

    public BotEngine engine() {
        return engine;
    }

    /// Whether the ledger answers in time.
    public boolean isLedgerAway() {
        return ledger.isAway();
    }

    /// Whether nothing waits for the ledger.
    public boolean isRecorded() {
        return ledger.outstanding() == 0;
    }

    /// When [#onTime] has something to do next, by the steady clock; `Long.MAX_VALUE` when nothing waits.
    public long nextDeadlineMillis() {
        return Math.min(pending.nextDeadlineMillis(), ledger.nextDeadlineMillis());
    }

    /// Takes an event of the market, a person or the clock, after everything that the exchange told before.
    public void on(EngineEvent event) {
        advanceTo(event.at());
        settle();
        tell(event);
        settle();
    }

    /// Notes what the exchange told. It is dealt with by the next call of another method, so that an exchange in this
    /// process may tell from within its own methods.
    public void hears(ExchangeEvent event) {
        told.add(event);
    }

    /// Deals with what the exchange has told.
    public void drain(Moment at) {
        advanceTo(at);
        settle();
    }

    /// Takes a reply of the ledger; may be called from within [TaskSink#submit].
    public void onLedger(LedgerReply reply, Moment at) {
        advanceTo(at);
        ledger.replied(reply, at.steadyMillis());
        if (reply instanceof LedgerReply.Committed(OrderRequest request)) {
            pending.committed(request, steadyMillis);
        } else if (reply instanceof LedgerReply.Failed(_, RuntimeException cause)) {
            throw cause;
        }
        settle();
    }

    /// Takes a reply of the local file.
    public void onFile(IntentLog.Reply reply, Moment at) {
        advanceTo(at);
        switch (reply) {
            case IntentLog.Reply.Flushed(OrderRequest request) -> pending.flushed(request);
            case IntentLog.Reply.Failed(String reason) -> {
                if (ledger.fileFailed()) {
                    tell(new EngineEvent.Noted(RiskRule.INTENT_FILE_FAILED, reason, now()));
                }
            }
        }
        settle();
    }

    /// Time passed.
    public void onTime(Moment at) {
        advanceTo(at);
        tell(new EngineEvent.Tick(at));
        settle();
    }

    /// The same for a clock that never jumps, as in a back-test.
    public void drain(long millis) {
        if (!told.isEmpty()) {
            drain(Moment.of(millis));
        }
    }

    /// The same as a closed candle's event without making one, for back-tests, where candles come by the million.
    public void onCandle(Candle candle, long millis) {
        wallMillis = millis;
        steadyMillis = millis;
        settle();
        engine.onCandle(candle, millis);
        settle();
    }

    /// The same as [BotEngine#onPrice], after everything that the exchange told before.
    public void onPrice(InstrumentId instrument, double price, long millis) {
        wallMillis = millis;
        steadyMillis = millis;
        settle();
        engine.onPrice(instrument, price, millis);
    }

    private void advanceTo(Moment at) {
        wallMillis = at.wallMillis();
        steadyMillis = at.steadyMillis();
    }

    private Moment now() {
        return new Moment(wallMillis, steadyMillis);
    }

    private void tell(EngineEvent event) {
        observer.tells(event);
        engine.on(event);
    }

    /// Does what is to be done until nothing is left.
    private void settle() {
        if (busy) {
            return;
        }
        busy = true;
        try {
            pending.onTime(steadyMillis);
            tellOfLedger();
            while (!commands.isEmpty() || !told.isEmpty()) {
                EngineCommand command = commands.poll();
                if (command != null) {
                    perform(command);
                } else {
                    hear(told.removeFirst());
                }
                tellOfLedger();
            }
        } finally {
            busy = false;
        }
    }

    private void tellOfLedger() {
        Optional<LedgerTracker.Change> change = ledger.change(steadyMillis);
        if (change.isEmpty()) {
            return;
        }
        switch (change.get()) {
            case LedgerTracker.Change.Away(String reason) -> {
                observer.ledgerChanged(Optional.of(reason));
                pending.ledgerAway(steadyMillis);
                tell(new EngineEvent.EntriesBlocked(RiskRule.LEDGER_AWAY, Optional.of(reason), now()));
            }
            case LedgerTracker.Change.Back _ -> {
                observer.ledgerChanged(Optional.empty());
                tell(new EngineEvent.EntriesBlocked(RiskRule.LEDGER_AWAY, Optional.empty(), now()));
            }
            case LedgerTracker.Change.Reloaded(var snapshot) -> ledger.compare(engine.positions(), snapshot);
        }
    }

    private void perform(EngineCommand command) {
        observer.performs(command);
        switch (command) {
            case EngineCommand.Place(List<OrderRequest> requests) -> pending.add(requests, steadyMillis);
            case EngineCommand.Cancel(var instrument, var id) -> exchange.cancel(instrument, id);
            case EngineCommand.LookUp(var instrument, var id, long attempt) ->
                exchange.lookUp(instrument, id, attempt);
            case EngineCommand.Protect(var instrument, var protection) -> exchange.protect(instrument, protection);
            case EngineCommand.Resync(var since) -> exchange.resync(since);
            case EngineCommand.Remember(LedgerEntry entry) -> ledger.write(entry, steadyMillis);
            case EngineCommand.Announce(var event) -> ledger.write(event, steadyMillis);
            case EngineCommand.Refuse _ -> {}
        }
    }

    private void send(OrderRequest request) {
        observer.sends(request);
        exchange.place(request);
    }

    private void giveUp(OrderRequest request) {
        observer.givesUp(request);
        tell(new EngineEvent.EntryGivenUp(request.id(), now()));
    }

    /// The engine hears at once; the ledger records in the same order, as soon as it can. An execution that the engine
    /// knows is in the ledger, or on its way there.
    private void hear(ExchangeEvent event) {
        boolean isKnown = switch (event) {
            case ExchangeEvent.Executed(Fill fill) -> !engine.isNew(fill.executionId());
            case ExchangeEvent.FundingPaid(var payment) -> !engine.isNew(payment.executionId());
            case ExchangeEvent.Answered _ -> false;
            case ExchangeEvent.OrderSeen _ -> false;
            case ExchangeEvent.AccountSeen _ -> false;
            case ExchangeEvent.ProtectionSeen _ -> false;
            case ExchangeEvent.LinkChanged _ -> false;
            case ExchangeEvent.RowsUnread _ -> false;
            case ExchangeEvent.NoSuchOrder _ -> false;
        };
        if (!isKnown) {
            entryOf(event).ifPresent(entry -> ledger.write(entry, steadyMillis));
            tell(new EngineEvent.ExchangeTold(event, now()));
        }
    }

    private Optional<LedgerEntry> entryOf(ExchangeEvent event) {
        return switch (event) {
            case ExchangeEvent.Answered(var id, Answer answer) -> Optional.of(switch (answer) {
                case Answer.Received(var exchangeId, var at) -> OrderReport.accepted(id, exchangeId, at);
                case Answer.Refused(RefusalKind kind, String reason) -> kind == RefusalKind.DUPLICATE
                        ? OrderReport.unknown(id, reason, Instant.ofEpochMilli(wallMillis))
                        : OrderReport.rejected(id, reason, Instant.ofEpochMilli(wallMillis));
                case Answer.Unknown(String reason, _) ->
                    OrderReport.unknown(id, reason, Instant.ofEpochMilli(wallMillis));
            });
            case ExchangeEvent.OrderSeen seen -> Optional.of(seen.report());
            case ExchangeEvent.Executed(Fill fill) -> Optional.of(engine.entryOf(fill));
            case ExchangeEvent.FundingPaid(var payment) -> Optional.of(payment);
            case ExchangeEvent.AccountSeen _ -> Optional.empty();
            case ExchangeEvent.ProtectionSeen _ -> Optional.empty();
            case ExchangeEvent.LinkChanged _ -> Optional.empty();
            case ExchangeEvent.RowsUnread _ -> Optional.empty();
            case ExchangeEvent.NoSuchOrder _ -> Optional.empty();
        };
    }
}
