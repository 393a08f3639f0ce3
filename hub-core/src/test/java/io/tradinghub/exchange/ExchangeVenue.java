package io.tradinghub.exchange;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Side;

/// An exchange in a test's hands, for the contracts that every [Exchange] keeps.
public interface ExchangeVenue extends AutoCloseable {

    /// Opens the exchange, or a way to it, for an account that holds nothing; what it tells goes to the listener, the
    /// connection being up first. Called once.
    Exchange open(ExchangeListener listener);

    /// Makes this happen in the exchange's market, where it stays until something else does.
    void happens(MarketEvent event);

    /// Lets a person trade in the account at the market.
    void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity);

    /// Lets so much time pass that requests and what they cause have come and gone.
    void settle();

    /// The exchange's clock.
    Instant now();

    /// Ends what runs besides the exchange that was opened.
    @Override
    default void close() {}
}
