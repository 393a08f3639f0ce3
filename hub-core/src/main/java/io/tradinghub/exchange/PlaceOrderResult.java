package io.tradinghub.exchange;

import io.tradinghub.order.ExchangeOrderId;

/// What became of sending an order.
public sealed interface PlaceOrderResult {

    /// Received by the exchange, nothing more.
    record Accepted(ExchangeOrderId orderId) implements PlaceOrderResult {}

    /// Refused: it is not and never was live.
    record Rejected(String reason) implements PlaceOrderResult {}

    /// The request left us and no usable answer came: the order may be live. Ask by its id; never send again under
    /// another one.
    record OutcomeUnknown(String reason) implements PlaceOrderResult {}
}
