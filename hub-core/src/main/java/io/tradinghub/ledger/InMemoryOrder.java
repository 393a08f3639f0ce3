package io.tradinghub.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import org.jspecify.annotations.Nullable;

/// One order in an [InMemoryLedger], and what was heard of it. Its ledger guards it.
final class InMemoryOrder {
    private final OrderRequest request;
    private OrderStatus status = OrderStatus.PENDING;
    private BigDecimal filled = BigDecimal.ZERO;
    private BigDecimal reported = BigDecimal.ZERO;
    private Optional<ExchangeOrderId> exchangeId = Optional.empty();
    private @Nullable Instant concludedAt;

    InMemoryOrder(OrderRequest request) {
        this.request = request;
    }

    InMemoryOrder copy() {
        InMemoryOrder copy = new InMemoryOrder(request);
        copy.status = status;
        copy.filled = filled;
        copy.reported = reported;
        copy.exchangeId = exchangeId;
        copy.concludedAt = concludedAt;
        return copy;
    }

    OrderRequest request() {
        return request;
    }

    OrderStatus status() {
        return status;
    }

    /// How much was booked of it, in base coin.
    BigDecimal filled() {
        return filled;
    }

    boolean wasConcludedAfter(Instant moment) {
        return concludedAt != null && concludedAt.isAfter(moment);
    }

    /// Nothing more is expected of it.
    void conclude(Instant at) {
        concludedAt = at;
        reported = filled;
    }

    /// While the exchange has told of more than is booked, executions are missing and the order is not done with.
    boolean isOpen() {
        return !status.isClosed() || reported.compareTo(filled) > 0;
    }

    /// Whether the report brought anything new.
    boolean learn(OrderReport report) {
        boolean moves = status.canBecome(report.status());
        boolean isNamed = exchangeId.isEmpty() && report.exchangeOrderId().isPresent();
        boolean isMore = report.cumulativeQuantity().compareTo(reported) > 0;
        status = moves ? report.status() : status;
        exchangeId = exchangeId.or(report::exchangeOrderId);
        reported = reported.max(report.cumulativeQuantity());
        return moves || isNamed || isMore;
    }

    void fill(BigDecimal quantity) {
        filled = filled.add(quantity);
        OrderStatus next = filled.compareTo(request.quantity()) >= 0
                ? OrderStatus.FILLED
                : OrderStatus.PARTIALLY_FILLED;
        status = status.canBecome(next) ? next : status;
    }
}
