package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.Protection;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;

/// What stands at the exchange's end of a [BotSimulation]: it matches the orders of all accounts and keeps what they
/// hold. It lives on the simulation's time, in its one thread, and does the same for the same seed.
public interface Matching {

    /// Opens the account of a bot, before anything happens in the market.
    Account open(BotId bot, Witness witness);

    void onMarket(MarketEvent event);

    /// Starts the matching of one simulation.
    @FunctionalInterface
    interface Starter {
        Matching start(long seed, VirtualTime time);
    }

    /// Hears what truly happens in an account, at once and whatever its processes hear of it.
    interface Witness {
        void executed(Fill fill);

        /// The exchange's own word for what the account holds now.
        void holds(InstrumentId instrument, BigDecimal quantity);

        /// What all executions so far add up to.
        BigDecimal position(InstrumentId instrument);
    }

    /// One bot's account, which outlives the processes of the bot.
    interface Account {
        /// Lets a process in.
        Session connect(Client client);

        /// Whether a stop rests at the exchange for what is held.
        boolean hasStop(InstrumentId instrument);

        /// Trades without an order of the bot's. What the exchange takes over by itself may be another side and size.
        void tradeOtherwise(Origin origin, InstrumentId instrument, Side side, BigDecimal quantity);

        /// Takes the stop away, as a person may.
        void removeStop(InstrumentId instrument);

        /// What else this exchange can do to an account.
        List<Incident> incidents();
    }

    /// Something that can happen to an account at any time.
    ///
    /// @param words says it, for the trace: "settles funding"
    record Incident(String words, Runnable work) {}

    /// One process at its exchange: requests that have arrived, and what the process makes of the answers.
    interface Session {
        ExchangeEvent.Answer place(OrderRequest request);

        void cancel(InstrumentId instrument, ClientOrderId id);

        List<ExchangeEvent> protect(InstrumentId instrument, Protection protection);

        List<ExchangeEvent> lookUp(InstrumentId instrument, ClientOrderId id, long attempt);

        List<ExchangeEvent> resync(Instant since);

        /// The process is gone.
        void close();
    }

    /// The process's end of a [Session].
    interface Client {
        /// A frame of the stream leaves the exchange.
        ///
        /// @param reading what the process makes of it whenever it comes in, be it twice
        void frame(Supplier<List<ExchangeEvent>> reading);

        /// The adapter asks the exchange something of its own accord.
        void ask(long afterMillis, Supplier<List<ExchangeEvent>> question);
    }
}
