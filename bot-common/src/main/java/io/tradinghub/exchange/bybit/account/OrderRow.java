package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.exchange.AccountState.LiveOrder;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;

/// An order as `order/realtime`, `order/history` and the `order` topic tell it.
///
/// @param isStop one that guards a position, not an order of its own
/// @param updatedAt when Bybit last changed it
record OrderRow(InstrumentId instrument, ExchangeOrderId exchangeOrderId, String orderLinkId, Side side,
        OrderStatus status, BigDecimal quantity, BigDecimal filled, Optional<String> reason, boolean isStop,
        Instant updatedAt) {
    private static final Set<String> STOPS = Set.of("StopLoss", "PartialStopLoss", "TakeProfit", "PartialTakeProfit",
            "TrailingStop");
    private static final Set<String> NO_REASON = Set.of("EC_NoError", "");

    /// @throws IllegalArgumentException when it cannot be read, or its status is none that we know
    static OrderRow read(InstrumentId instrument, Row row) {
        BigDecimal filled = row.requiredNumber("cumExecQty");
        OrderStatus status = status(row.text("orderStatus"), filled);
        return new OrderRow(instrument, new ExchangeOrderId(row.text("orderId")), row.required("orderLinkId"),
                row.side(), status, row.requiredNumber("qty"), filled, reason(row, status), isStop(row),
                row.time("updatedTime"));
    }

    /// Whether the order, or the order behind an execution, guards a position.
    static boolean isStop(Row row) {
        return STOPS.contains(row.text("stopOrderType"));
    }

    /// Bybit cancels orders that have traded in part, and calls some of them rejected.
    private static OrderStatus status(String text, BigDecimal filled) {
        return switch (text) {
            case "New", "Untriggered", "Triggered" -> OrderStatus.ACCEPTED;
            case "PartiallyFilled" -> OrderStatus.PARTIALLY_FILLED;
            case "Filled" -> OrderStatus.FILLED;
            case "Cancelled", "PartiallyFilledCanceled", "Deactivated" -> OrderStatus.CANCELLED;
            case "Rejected" -> filled.signum() == 0 ? OrderStatus.REJECTED : OrderStatus.CANCELLED;
            default -> throw new IllegalArgumentException("unknown order status '%s'".formatted(text));
        };
    }

    /// A cancel that came too late leaves its mark on a filled order, which needs no reason.
    private static Optional<String> reason(Row row, OrderStatus status) {
        if (status != OrderStatus.CANCELLED && status != OrderStatus.REJECTED) {
            return Optional.empty();
        }
        String reason = row.text("rejectReason");
        return NO_REASON.contains(reason) ? row.word("cancelType") : Optional.of(reason);
    }

    /// Empty for an order of others, and for a stop, which is no order of its own.
    Optional<ClientOrderId> id(OwnOrders own) {
        return isStop ? Optional.empty() : own.idIn(orderLinkId);
    }

    boolean isOpen() {
        return !status.isClosed();
    }

    OrderSeen seen(ClientOrderId id) {
        return new OrderSeen(new OrderReport(id, status, Optional.of(exchangeOrderId), filled, reason, updatedAt),
                instrument, side, quantity);
    }

    /// What of a live order must be known: whose it is, where, and what it would do.
    ///
    /// @throws IllegalArgumentException when that cannot be read, or an order of the bot's is of no quantity
    static LiveOrder live(InstrumentId instrument, Row row, OwnOrders own) {
        boolean isStop = isStop(row);
        Optional<ClientOrderId> id = isStop ? Optional.empty() : own.idIn(row.required("orderLinkId"));
        BigDecimal quantity = row.number("qty");
        if (id.isPresent() && quantity.signum() <= 0) {
            throw new IllegalArgumentException("qty must be positive, got " + quantity.toPlainString());
        }
        return new LiveOrder(instrument, id, isStop, row.side(), quantity,
                row.flag("reduceOnly") ? Effect.REDUCE_ONLY : Effect.ANY);
    }
}
