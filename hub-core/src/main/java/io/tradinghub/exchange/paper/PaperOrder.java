package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    ExchangeOrderId exchangeOrderId() {
        return new ExchangeOrderId("paper-" + request.id());
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
        return switch (request.terms()) {
            case Terms.Market _ -> false;
            case Terms.Limit(_, TimeInForce timeInForce) -> switch (timeInForce) {
                case GTC, POST_ONLY -> true;
                case IOC, FOK -> false;
            };
        };
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

    OrderReport report(Instant at) {
        return new OrderReport(request.id(), status, Optional.of(exchangeOrderId()), filled, reason, at);
    }
}
