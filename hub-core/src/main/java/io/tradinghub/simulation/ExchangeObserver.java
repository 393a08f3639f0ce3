package io.tradinghub.simulation;

import java.math.BigDecimal;

import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;

/// Sees what arrives at the exchange and what the exchange executes, as it happens there.
interface ExchangeObserver {

    /// An order arrived, whatever becomes of it.
    void arrived(OrderRequest request, long nowMillis);

    /// The exchange executed.
    ///
    /// @param after what the account holds of the instrument now
    void executed(Fill fill, BigDecimal after, long nowMillis);
}
