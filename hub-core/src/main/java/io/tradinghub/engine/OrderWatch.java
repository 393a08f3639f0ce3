package io.tradinghub.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.RiskRule;

/// Asks about orders that have been silent for too long, and concludes what became of those the exchange does not have.
///
/// An order is absent when the exchange's realtime, history and executions each answered in full, twice, 2 s apart,
/// both times asked after the request could last arrive. An acknowledged order is never absent by that; gone everywhere
/// for a day while the account agrees with what was executed, it is concluded as ended, because Bybit forgets unfilled
/// cancelled orders after that time.
final class OrderWatch {
    /// A resting order is silent by nature; it is asked about now and then in case a report was lost.
    private static final Duration RESTING_INTERVAL = Duration.ofMinutes(1);
    /// After this an execution that the exchange has told of no longer holds up exits.
    private static final Duration EXECUTION_DEADLINE = Duration.ofMinutes(1);
    private static final long SECOND_PROOF_MILLIS = Duration.ofSeconds(2).toMillis();
    private static final long FORGOTTEN_MILLIS = Duration.ofHours(24).toMillis();
    /// The account is asked for more often than that.
    private static final long AGREES_FOR_MILLIS = Duration.ofMinutes(15).toMillis();
    private final EngineSettings.Timing timing;
    private final EngineTime time;
    private final CommandSink commands;
    private final Announcer announcer;
    private final Concluded concluded;
    private final Map<ClientOrderId, Long> firstProofs = new HashMap<>();
    private final Map<InstrumentState, Long> agreedAtMillis = new HashMap<>();
    private boolean doubts;

    OrderWatch(EngineSettings.Timing timing, EngineTime time, CommandSink commands, Announcer announcer,
            Concluded concluded) {
        this.timing = timing;
        this.time = time;
        this.commands = commands;
        this.announcer = announcer;
        this.concluded = concluded;
    }

    /// Sets when to ask next after the order came into its present state.
    void schedule(InstrumentState state, WorkingOrder order) {
        if (order instanceof WorkingOrder.Closed) {
            return;
        }
        Duration pause = switch (order) {
            case WorkingOrder.Open open -> switch (open.stage()) {
                case SENT, ACKNOWLEDGED -> timing.answerDeadline();
                case UNKNOWN -> Duration.ZERO;
                case LIVE -> open.isResting() ? RESTING_INTERVAL : timing.answerDeadline();
            };
            case WorkingOrder.Settling _ -> timing.lookUpInterval();
            case WorkingOrder.Closed _ -> Duration.ZERO;
        };
        state.orders().lookUpAt(time.steadyMillis() + pause.toMillis());
    }

    void watch(InstrumentState state) {
        if (state.orders().isEmpty() || time.steadyMillis() < state.orders().lookUpAtMillis()) {
            return;
        }
        state.orders().askedUntil(time.steadyMillis() + timing.lookUpInterval().toMillis());
        for (WorkingOrder order : state.orders().all()) {
            if (order instanceof WorkingOrder.Open open && open.isCancelAsked()) {
                commands.accept(new EngineCommand.Cancel(state.id(), order.request().id()));
            } else if (order instanceof WorkingOrder.Settling settling && isOverdue(settling)) {
                giveUpWaiting(state, settling);
            }
            commands.accept(new EngineCommand.LookUp(state.id(), order.request().id(), time.steadyMillis()));
        }
    }

    private boolean isOverdue(WorkingOrder.Settling settling) {
        return !settling.isOverdue()
                && time.steadyMillis() - settling.sinceMillis() >= EXECUTION_DEADLINE.toMillis();
    }

    private void giveUpWaiting(InstrumentState state, WorkingOrder.Settling settling) {
        state.replace(settling, settling.overdue());
        doubts = true;
        announcer.announce(RiskRule.EXECUTION_MISSING,
                "%s of %s ended with %s filled, executions of %s have come: exits wait no longer, entries do".formatted(
                        settling.request().id(), state.id(), settling.expected(), settling.filled()),
                settling.expected().subtract(settling.filled()));
    }

    /// The exchange's account agrees with what the engine holds, so the executions that were waited for never were.
    void accountAgrees(InstrumentState state) {
        agreedAtMillis.put(state, time.steadyMillis());
        for (WorkingOrder order : state.orders().all()) {
            if (order instanceof WorkingOrder.Settling settling && settling.isOverdue()) {
                close(state, settling);
                remember(settling, OrderStatus.CANCELLED, "executions it told of never came, and the account agrees");
            }
        }
    }

    /// The exchange found no such order.
    void absent(InstrumentState state, WorkingOrder order, AbsenceProof proof) {
        if (!proof.isFull() || !(order instanceof WorkingOrder.Open open)) {
            return;
        }
        if (proof.attempt() < open.lastArrivalMillis()) {
            return;
        }
        Long first = firstProofs.putIfAbsent(open.request().id(), proof.attempt());
        if (open.isAcknowledged()) {
            boolean isForgotten = first != null && proof.attempt() - first >= FORGOTTEN_MILLIS;
            if (isForgotten && accountAgreesNow(state)) {
                conclude(state, open, OrderStatus.CANCELLED, "ended, outcome not kept by the exchange");
            }
            return;
        }
        if (first != null && proof.attempt() - first >= SECOND_PROOF_MILLIS) {
            conclude(state, open, open.filled().signum() == 0 ? OrderStatus.REJECTED : OrderStatus.CANCELLED,
                    "the exchange has no such order");
        }
    }

    /// A person said that the order has ended, whatever the exchange tells of it.
    void passedOver(InstrumentState state, WorkingOrder order) {
        String reason = "what the exchange has of it cannot be read, and a person passed over that";
        commands.accept(new EngineCommand.Cancel(state.id(), order.request().id()));
        switch (order) {
            case WorkingOrder.Open open -> conclude(state, open,
                    open.filled().signum() == 0 ? OrderStatus.REJECTED : OrderStatus.CANCELLED, reason);
            case WorkingOrder.Settling settling -> {
                close(state, settling);
                remember(settling, OrderStatus.CANCELLED, reason);
            }
            case WorkingOrder.Closed _ -> {}
        }
    }

    private boolean accountAgreesNow(InstrumentState state) {
        Long agreedAt = agreedAtMillis.get(state);
        return agreedAt != null && time.steadyMillis() - agreedAt <= AGREES_FOR_MILLIS;
    }

    /// What is held is in doubt.
    void doubt() {
        doubts = true;
    }

    /// Whether something came up, since this was last asked, that the account settles.
    boolean takeDoubts() {
        boolean before = doubts;
        doubts = false;
        return before;
    }

    /// The exchange told of the order after all.
    void found(ClientOrderId id) {
        firstProofs.remove(id);
    }

    private void conclude(InstrumentState state, WorkingOrder.Open open, OrderStatus status, String reason) {
        OrderRequest request = open.request();
        firstProofs.remove(request.id());
        close(state, open);
        concluded.add(request, time.steadyMillis());
        concluded.executed(request.id(), open.filled());
        doubts = true;
        if (state.pacing().failed(request, time.steadyMillis(), timing.retryDelay())) {
            announceFailingExit(state, reason);
        }
        remember(open, status, reason);
    }

    private void remember(WorkingOrder order, OrderStatus status, String reason) {
        commands.accept(new EngineCommand.Remember(new LedgerEntry.Conclusion(new OrderReport(order.request().id(),
                status, Optional.empty(), order.filled(), Optional.of(reason), time.wall()))));
    }

    void announceFailingExit(InstrumentState state, String reason) {
        announcer.announce(RiskRule.EXIT_FAILING,
                "%s %s cannot be reduced, last for: %s; trying on at the market".formatted(
                        state.holding().position().quantity().toPlainString(), state.id(), reason),
                state.holding().position().quantity());
    }

    private void close(InstrumentState state, WorkingOrder order) {
        state.replace(order, new WorkingOrder.Closed(order.request(), order.filled(), time.steadyMillis()));
    }
}
