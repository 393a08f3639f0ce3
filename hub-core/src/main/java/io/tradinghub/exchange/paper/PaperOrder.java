package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;

/// One order as the paper exchange keeps it.
final class PaperOrder {
    private final OrderRequest request;
    private final Instant placedAt;
    private final List<Fill> fills = new ArrayList<>();
    private OrderStatus status = OrderStatus.ACCEPTED;
    private BigDecimal filled = BigDecimal.ZERO;
    private Optional<String> reason = Optional.empty();
    private Instant changedAt;
    private boolean hasMetTheBook;

    PaperOrder(OrderRequest request, Instant placedAt) {
        this.request = request;
        this.placedAt = placedAt;
        this.changedAt = placedAt;
    }

    OrderRequest request() {
        return request;
    }

    Instant placedAt() {
        return placedAt;
    }

    static ExchangeOrderId exchangeOrderId(ClientOrderId id) {
        return new ExchangeOrderId("paper-" + id);
    }

    List<Fill> fills() {
        return fills;
    }

    boolean isOpen() {
        return !status.isClosed();
    }

    BigDecimal remaining() {
        return request.quantity().subtract(filled);
    }

    /// The limit price, or empty for a market order.
    Optional<BigDecimal> limit() {
        return switch (request.terms()) {
            case Terms.Market _ -> Optional.empty();
            case Terms.Limit(BigDecimal price, _) -> Optional.of(price);
        };
    }

    /// Whether the order waits in the book: it has met the book once and stays for what it did not find there.
    boolean isResting() {
        return hasMetTheBook && request.rests();
    }

    void meetsTheBook() {
        hasMetTheBook = true;
    }

    boolean isTimeInForce(TimeInForce wanted) {
        return request.terms() instanceof Terms.Limit(_, TimeInForce timeInForce) && timeInForce == wanted;
    }

    /// Whether this order may trade at the price.
    boolean accepts(BigDecimal price) {
        return limit().map(limit -> price.subtract(limit).signum() != request.side().sign()).orElse(true);
    }

    void fill(Fill fill) {
        fills.add(fill);
        filled = filled.add(fill.quantity());
        status = remaining().signum() == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        changedAt = fill.executedAt();
    }

    void cancel(String why, Instant at) {
        status = OrderStatus.CANCELLED;
        reason = Optional.of(why);
        changedAt = at;
    }

    OrderSeen seen() {
        OrderReport report = new OrderReport(request.id(), status, Optional.of(exchangeOrderId(request.id())), filled,
                reason, changedAt);
        return new OrderSeen(report, request.instrument(), request.side(), request.quantity());
    }
}
