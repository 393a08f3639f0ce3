package io.tradinghub.market;

import java.util.Collection;

/// Publishes live market data for all bots of the host. Called by one thread; calls do not wait for the store, and what
/// could not be sent is dropped and counted, because a late quote is worthless and a candle is repaired from
/// [CandleHistory].
public interface MarketPublisher extends AutoCloseable {

    /// A candle as it stands; `confirmed` when it is closed for good.
    void publish(Candle candle, Confirmation confirmation);

    void publish(Quote quote);

    void publish(FundingRate rate);

    void publish(Collection<Instrument> instruments);

    @Override
    void close();

    /// Whether a candle can still change.
    enum Confirmation {
        OPEN, CLOSED
    }
}
