package io.tradinghub.ledger;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.position.Position;

/// A ledger that forgets when the process ends, and that can be told to be away.
public final class InMemoryLedger implements Ledger {
    private final Map<ClientOrderId, Row> orders = new LinkedHashMap<>();
    private final Map<InstrumentId, Position> positions = new LinkedHashMap<>();
    private final Set<ExecutionId> executions = new HashSet<>();
    private final List<LedgerEntry> events = new CopyOnWriteArrayList<>();
    private BigDecimal funding = BigDecimal.ZERO;
    private boolean away;

    /// Makes every call fail until [#comeBack].
    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    /// Fills, funding, snapshots and risk events in the order they were recorded.
    public List<LedgerEntry> events() {
        return events;
    }

    public Map<InstrumentId, Position> positions() {
        return positions;
    }

    public OrderStatus status(ClientOrderId id) {
        return Objects.requireNonNull(orders.get(id), () -> "never intended: " + id).status;
    }

    public int orderCount() {
        return orders.size();
    }

    @Override
    public LedgerSnapshot load() {
        failIfAway();
        long next = orders.keySet().stream().mapToLong(ClientOrderId::sequence).max().orElse(0) + 1;
        List<LedgerSnapshot.OpenOrder> open = orders.values().stream().filter(row -> !row.status.isClosed())
                .map(row -> new LedgerSnapshot.OpenOrder(row.request, row.status, row.filled)).toList();
        return new LedgerSnapshot(List.copyOf(positions.values()), open, next, List.of(), funding, Optional.empty(),
                Optional.empty());
    }

    @Override
    public void commitIntent(OrderRequest request) {
        failIfAway();
        orders.putIfAbsent(request.id(), new Row(request));
    }

    @Override
    public Recorded record(LedgerEntry entry) {
        failIfAway();
        return switch (entry) {
            case OrderReport report -> move(report);
            case Fill fill -> book(fill);
            case LedgerEntry.FundingPayment payment -> {
                if (!executions.add(payment.executionId())) {
                    yield Recorded.UNCHANGED;
                }
                funding = funding.add(payment.amount());
                events.add(payment);
                yield Recorded.APPLIED;
            }
            case LedgerEntry.EquitySnapshot _,LedgerEntry.RiskEvent _ -> {
                events.add(entry);
                yield Recorded.APPLIED;
            }
        };
    }

    private Recorded move(OrderReport report) {
        Row row = orders.get(report.id());
        if (row == null) {
            return Recorded.UNKNOWN_ORDER;
        }
        if (!row.status.canBecome(report.status())) {
            return Recorded.UNCHANGED;
        }
        row.status = report.status();
        return Recorded.APPLIED;
    }

    private Recorded book(Fill fill) {
        Row row = orders.get(fill.orderId());
        if (row == null) {
            return Recorded.UNKNOWN_ORDER;
        }
        if (!executions.add(fill.executionId())) {
            return Recorded.UNCHANGED;
        }
        row.filled = row.filled.add(fill.quantity());
        OrderStatus next = row.filled.compareTo(row.request.quantity()) >= 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        if (row.status.canBecome(next)) {
            row.status = next;
        }
        positions.merge(fill.instrument(), Position.flat(fill.instrument()).apply(fill), (before, _) -> before.apply(fill));
        events.add(fill);
        return Recorded.APPLIED;
    }

    private void failIfAway() {
        if (away) {
            throw new LedgerUnavailableException("told to be away", new IOException("away"));
        }
    }

    @Override
    public void close() {}

    private static final class Row {
        private final OrderRequest request;
        private OrderStatus status = OrderStatus.PENDING;
        private BigDecimal filled = BigDecimal.ZERO;

        private Row(OrderRequest request) {
            this.request = request;
        }
    }
}
