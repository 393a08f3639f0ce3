package io.tradinghub.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;

/// Asks about orders that have been silent for too long, and concludes what became of those the exchange does not have.
final class OrderWatch {
    /// A resting order is silent by nature; it is asked about now and then in case a report was lost.
    private static final Duration RESTING_INTERVAL = Duration.ofMinutes(1);

    private final EngineSettings settings;
    private final CommandSink commands;

    OrderWatch(EngineSettings settings, CommandSink commands) {
        this.settings = settings;
        this.commands = commands;
    }

    /// Sets when to ask next after the order came into its present state.
    void schedule(Desk desk, WorkingOrder order, long nowMillis) {
        Duration pause = switch (order) {
            case WorkingOrder.Sent _,WorkingOrder.Cancelling _ -> settings.answerDeadline();
            case WorkingOrder.Unknown _ -> Duration.ZERO;
            case WorkingOrder.Settling _ -> settings.lookUpInterval();
            case WorkingOrder.Live live -> isResting(live.request()) ? RESTING_INTERVAL : settings.answerDeadline();
            case WorkingOrder.Closed _ -> RESTING_INTERVAL;
        };
        desk.lookUpAt(nowMillis + pause.toMillis());
    }

    void watch(Desk desk, long nowMillis) {
        if (desk.isIdle() || nowMillis < desk.lookUpAtMillis()) {
            return;
        }
        desk.lookUpAt(nowMillis + settings.lookUpInterval().toMillis());
        for (WorkingOrder order : desk.orders()) {
            if (order instanceof WorkingOrder.Cancelling) {
                commands.accept(new EngineCommand.Cancel(desk.id(), order.request().id()));
            }
            commands.accept(new EngineCommand.LookUp(desk.id(), order.request().id()));
        }
    }

    /// The exchange says it has no such order. Believed only some time after sending, because an order can be on its way.
    void absent(Desk desk, WorkingOrder order, long nowMillis) {
        OrderRequest request = order.request();
        boolean early = nowMillis - request.createdAt().toEpochMilli() < settings.answerDeadline().toMillis();
        if (early || order instanceof WorkingOrder.Settling) {
            desk.lookUpAt(nowMillis + settings.lookUpInterval().toMillis());
            return;
        }
        OrderStatus status = order.filled().signum() == 0 ? OrderStatus.REJECTED : OrderStatus.CANCELLED;
        desk.replace(order, new WorkingOrder.Closed(request, order.filled(), nowMillis));
        desk.failed(request.effect(), nowMillis, settings.retryDelay());
        commands.accept(new EngineCommand.Conclude(new OrderReport(request.id(), status, Optional.empty(), order.filled(),
                Optional.of("the exchange has no such order"), Instant.ofEpochMilli(nowMillis))));
    }

    private static boolean isResting(OrderRequest request) {
        return request.terms() instanceof OrderRequest.Terms.Limit(_, OrderRequest.TimeInForce timeInForce)
                && switch (timeInForce) {
                    case GTC, POST_ONLY -> true;
                    case IOC, FOK -> false;
                };
    }
}
