package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// What is known of an order at a moment: from the exchange's answer, its order stream, or a look-up.
///
/// `cumulativeQuantity` is what the exchange says is filled, in base coin; `reason` says why it was rejected or
/// cancelled.
public record OrderReport(ClientOrderId id, OrderStatus status, Optional<ExchangeOrderId> exchangeOrderId,
        BigDecimal cumulativeQuantity,
        Optional<String> reason, Instant at) implements LedgerEntry {

    public static OrderReport accepted(ClientOrderId id, ExchangeOrderId exchangeOrderId, Instant at) {
        return new OrderReport(id, OrderStatus.ACCEPTED, Optional.of(exchangeOrderId), BigDecimal.ZERO,
                Optional.empty(), at);
    }

    public static OrderReport rejected(ClientOrderId id, String reason, Instant at) {
        return new OrderReport(id, OrderStatus.REJECTED, Optional.empty(), BigDecimal.ZERO, Optional.of(reason), at);
    }

    public static OrderReport unknown(ClientOrderId id, String reason, Instant at) {
        return new OrderReport(id, OrderStatus.UNKNOWN, Optional.empty(), BigDecimal.ZERO, Optional.of(reason), at);
    }
}
