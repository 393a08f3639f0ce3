package io.tradinghub.engine;

import java.time.Duration;
import java.util.Optional;

import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;

/// Asks about orders that have been silent for too long, and concludes what became of those the exchange does not have.
final class OrderWatch {
    /// A resting order is silent by nature; it is asked about now and then in case a report was lost.
    private static final Duration RESTING_INTERVAL = Duration.ofMinutes(1);
    /// After this an execution that the exchange has told of no longer holds up exits.
    private static final Duration EXECUTION_DEADLINE = Duration.ofMinutes(1);

    private final EngineSettings settings;
    private final EngineTime time;
    private final CommandSink commands;

    OrderWatch(EngineSettings settings, EngineTime time, CommandSink commands) {
        this.settings = settings;
        this.time = time;
        this.commands = commands;
    }

    /// Sets when to ask next after the order came into its present state.
    void schedule(InstrumentState desk, WorkingOrder order) {
        Duration pause = switch (order) {
            case WorkingOrder.Sent _,WorkingOrder.Cancelling _ -> settings.answerDeadline();
            case WorkingOrder.Unknown _ -> Duration.ZERO;
            case WorkingOrder.Settling _ -> settings.lookUpInterval();
            case WorkingOrder.Live live -> live.rests() ? RESTING_INTERVAL : settings.answerDeadline();
            case WorkingOrder.Missing _,WorkingOrder.Closed _ -> RESTING_INTERVAL;
        };
        desk.lookUpAt(time.steadyMillis() + pause.toMillis());
    }

    void watch(InstrumentState desk) {
        if (desk.isIdle() || time.steadyMillis() < desk.lookUpAtMillis()) {
            return;
        }
        desk.lookUpAt(time.steadyMillis() + settings.lookUpInterval().toMillis());
        for (WorkingOrder order : desk.orders().toArray(WorkingOrder[]::new)) {
            if (order instanceof WorkingOrder.Cancelling) {
                commands.accept(new EngineCommand.Cancel(desk.id(), order.request().id()));
            } else if (order instanceof WorkingOrder.Settling settling && isOverdue(settling)) {
                desk.replace(settling, settling.missing(time.steadyMillis()));
                commands.accept(new EngineCommand.Announce(new RiskEvent(time.wall(), "EXECUTION_MISSING",
                        "%s of %s ended with %s filled, executions of %s have come: exits wait no longer, entries do"
                                .formatted(
                                        settling.request().id(), desk.id(), settling.expected(), settling.filled()),
                        Optional.of(settling.expected().subtract(settling.filled())))));
            }
            commands.accept(new EngineCommand.LookUp(desk.id(), order.request().id()));
        }
    }

    private boolean isOverdue(WorkingOrder.Settling settling) {
        return time.steadyMillis() - settling.sinceMillis() >= EXECUTION_DEADLINE.toMillis();
    }

    /// The exchange says it has no such order. Believed only some time after its last news, because an order can be on
    /// its way.
    void absent(InstrumentState desk, WorkingOrder order) {
        OrderRequest request = order.request();
        boolean early = Math.abs(time.steadyMillis() - order.sinceMillis()) < settings.answerDeadline().toMillis();
        if (early || order instanceof WorkingOrder.Settling || order instanceof WorkingOrder.Missing) {
            desk.lookUpAt(time.steadyMillis() + settings.lookUpInterval().toMillis());
            return;
        }
        OrderStatus status = order.filled().signum() == 0 ? OrderStatus.REJECTED : OrderStatus.CANCELLED;
        desk.replace(order, new WorkingOrder.Closed(request, order.filled(), time.steadyMillis()));
        desk.failed(request.effect(), time.steadyMillis(), settings.retryDelay());
        commands.accept(
                new EngineCommand.Conclude(new OrderReport(request.id(), status, Optional.empty(), order.filled(),
                        Optional.of("the exchange has no such order"), time.wall())));
    }
}
