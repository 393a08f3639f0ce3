package io.tradinghub.exchange;

import java.time.Instant;

import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;

/// Takes orders. Called by the bot's thread.
///
/// No call blocks or throws for what the exchange or the way to it does. What becomes of a call comes to the
/// [ExchangeListener] given at opening, as events on any thread: late, twice, out of order or never. An order of which
/// nothing is heard may be live; [#lookUp] is the way to learn its fate, never a second [#place].
///
/// Whatever is lost on the way: an id trades as one order, however often it is placed; an execution is the same each
/// time it is told; an order that was refused, or that is absent when it can no longer arrive, never trades; a
/// reduce-only order never opens, enlarges or turns a position; the account holds what all executions add up to.
public interface Exchange extends AutoCloseable {

    /// Sends the order; answered by [ExchangeEvent.Answered], then by [ExchangeEvent.OrderSeen] and
    /// [ExchangeEvent.Executed].
    void place(OrderRequest request);

    /// Asks to cancel the order, whether the exchange has acknowledged it or not. The end of the order is told by
    /// [ExchangeEvent.OrderSeen]; there is no answer to the asking itself.
    void cancel(InstrumentId instrument, ClientOrderId id);

    /// Sets, moves or takes away the stop that rests at the exchange for a perpetual position; answered by
    /// [ExchangeEvent.ProtectionSeen].
    void protect(InstrumentId instrument, Protection protection);

    /// Asks what became of an order: answered by [ExchangeEvent.OrderSeen] with the executions before it, or by
    /// [ExchangeEvent.NoSuchOrder].
    ///
    /// @param attempt comes back in the answer's proof, so that a late answer is not taken for a new one
    void lookUp(InstrumentId instrument, ClientOrderId id, long attempt);

    /// Asks for the account and for every execution since this moment; when all of it has been told,
    /// [ExchangeEvent.LinkChanged] says `RESYNCED`.
    void resync(Instant since);

    /// What happened in the market. A simulated exchange fills by it; a real one is its own market and does nothing.
    default void onMarket(MarketEvent event) {}

    /// A candle that closed while the bot was gone. A simulated exchange books what it did to stops; a real one has
    /// done so itself.
    default void onMissed(Candle candle) {}

    /// A settlement of funding that happened while the bot was gone, told in its place among the missed candles. A
    /// simulated exchange pays it; a real one has done so itself.
    default void onMissed(SettledFunding settled) {}

    @Override
    void close();
}
