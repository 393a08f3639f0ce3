package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// What is known of an order at a moment: from the exchange's answer, its order stream, a look-up, or the engine's own
/// conclusion.
///
/// @param cumulativeQuantity what the exchange says is filled, in base coin
/// @param reason why the order was rejected or cancelled
/// @param at when the exchange last changed the order, by its own clock; a report older than one heard before says
///         nothing new
public record OrderReport(ClientOrderId id, OrderStatus status, Optional<ExchangeOrderId> exchangeOrderId,
        BigDecimal cumulativeQuantity, Optional<String> reason, Instant at) implements LedgerEntry {

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
