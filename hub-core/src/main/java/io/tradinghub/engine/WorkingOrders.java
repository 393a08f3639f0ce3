package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Side;

/// The orders of one instrument that may still change its position: at most one entry and, as a rule, one exit.
final class WorkingOrders {
    private final List<WorkingOrder> orders = new ArrayList<>(1);
    private long lookUpAtMillis = Long.MAX_VALUE;

    boolean isEmpty() {
        return orders.isEmpty();
    }

    /// A copy to walk over while orders change.
    WorkingOrder[] all() {
        return orders.toArray(WorkingOrder[]::new);
    }

    void add(WorkingOrder order) {
        orders.add(order);
    }

    Optional<WorkingOrder> find(ClientOrderId id) {
        for (int index = 0; index < orders.size(); index++) {
            if (orders.get(index).request().id().equals(id)) {
                return Optional.of(orders.get(index));
            }
        }
        return Optional.empty();
    }

    /// Puts the order's next state in its place; a closed order leaves.
    void replace(WorkingOrder order, WorkingOrder next) {
        int index = orders.indexOf(order);
        if (next instanceof WorkingOrder.Closed) {
            orders.remove(index);
        } else {
            orders.set(index, next);
        }
    }

    /// Whether an order is under way that does not just rest in the book.
    boolean isMoving() {
        for (int index = 0; index < orders.size(); index++) {
            if (!(orders.get(index) instanceof WorkingOrder.Open open && open.isResting())) {
                return true;
            }
        }
        return false;
    }

    boolean hasEntry() {
        for (int index = 0; index < orders.size(); index++) {
            if (orders.get(index).request().isEntry()) {
                return true;
            }
        }
        return false;
    }

    /// The exit that a further exit has to reckon with, if there is one. An exit whose executions are overdue is none.
    Optional<WorkingOrder> exit() {
        for (int index = 0; index < orders.size(); index++) {
            WorkingOrder order = orders.get(index);
            if (!order.request().isEntry()
                    && !(order instanceof WorkingOrder.Settling settling && settling.isOverdue())) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    /// What sells that may still trade can take from a holding, in base coin.
    BigDecimal pendingSells() {
        BigDecimal pending = BigDecimal.ZERO;
        for (int index = 0; index < orders.size(); index++) {
            WorkingOrder order = orders.get(index);
            if (order.request().side() == Side.SELL && order instanceof WorkingOrder.Open open) {
                pending = pending.add(open.request().quantity().subtract(open.filled()));
            }
        }
        return pending;
    }

    long lookUpAtMillis() {
        return lookUpAtMillis;
    }

    /// Asks about the orders at this moment, or earlier where another order is to be asked about earlier.
    void lookUpAt(long millis) {
        lookUpAtMillis = orders.size() > 1 ? Math.min(lookUpAtMillis, millis) : millis;
    }

    /// All orders were asked about; they are asked about again at this moment.
    void askedUntil(long millis) {
        lookUpAtMillis = millis;
    }
}
