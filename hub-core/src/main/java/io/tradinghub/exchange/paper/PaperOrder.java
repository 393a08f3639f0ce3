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
    private final long placedAtMillis;
    private final List<Fill> fills = new ArrayList<>();
    private OrderStatus status = OrderStatus.ACCEPTED;
    private BigDecimal filled = BigDecimal.ZERO;
    private Optional<String> reason = Optional.empty();

    PaperOrder(OrderRequest request, long placedAtMillis) {
        this.request = request;
        this.placedAtMillis = placedAtMillis;
    }

    OrderRequest request() {
        return request;
    }

    long placedAtMillis() {
        return placedAtMillis;
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

    /// Whether what is not filled at once stays in the book.
    boolean rests() {
        return request.rests();
    }

    boolean isTimeInForce(TimeInForce wanted) {
        return request.terms() instanceof Terms.Limit(_, TimeInForce timeInForce) && timeInForce == wanted;
    }

    /// Whether this order may trade at the price.
    boolean accepts(BigDecimal price) {
        return limit().map(limit -> price.subtract(limit).signum() * request.side().sign() <= 0).orElse(true);
    }

    void fill(Fill fill) {
        fills.add(fill);
        filled = filled.add(fill.quantity());
        status = remaining().signum() == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    }

    void cancel(String why) {
        status = OrderStatus.CANCELLED;
        reason = Optional.of(why);
    }

    OrderSeen seen(Instant at) {
        OrderReport report = new OrderReport(request.id(), status, Optional.of(exchangeOrderId(request.id())), filled,
                reason, at);
        return new OrderSeen(report, request.instrument(), request.side(), request.quantity());
    }
}
