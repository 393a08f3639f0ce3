package io.tradinghub.exchange;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;

/// Takes orders. Called by the bot's thread; what happens to orders afterwards arrives at the [ExchangeListener] given
/// at opening, on any thread, late, twice or out of order.
public interface Exchange extends AutoCloseable {

    PlaceOrderResult place(OrderRequest request);

    CancelOrderResult cancel(InstrumentId instrument, ClientOrderId id);

    /// What the exchange knows of an order: the way to resolve an unknown outcome.
    OrderLookup find(InstrumentId instrument, ClientOrderId id);

    /// What happened in the market. A simulated exchange fills by it; a real one is its own market and does nothing.
    default void onMarket(MarketEvent event) {}

    @Override
    void close();
}
