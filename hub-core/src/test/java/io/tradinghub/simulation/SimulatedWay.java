package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.ExchangeVenue;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;

/// The simulation's exchange and one connection to it, without the judge: a contract also does what a bot must not do.
abstract class SimulatedWay implements ExchangeVenue {
    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Matching matching = new PaperMatching(time);
    private final SimulatedExchange exchange = new SimulatedExchange(time, new Nobody(), Trace.NONE, matching,
            new BotId("bot_contract"));
    private final Chance chance;
    private final Faults faults;

    SimulatedWay(Chance chance, Faults faults) {
        this.chance = chance;
        this.faults = faults;
    }

    @Override
    public SimulatedConnection open(ExchangeListener listener) {
        return new SimulatedConnection(time, exchange, chance, faults, listener::onEvent);
    }

    @Override
    public final void happens(MarketEvent event) {
        matching.onMarket(event);
    }

    @Override
    public final void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        exchange.account().tradeOtherwise(Origin.MANUAL, instrument, side, quantity);
    }

    final void pass(long millis) {
        time.runUntil(time.millis() + millis);
    }

    @Override
    public final Instant now() {
        return time.instant();
    }

    /// Judges nothing.
    private static final class Nobody implements ExchangeObserver {
        @Override
        public void arrived(OrderRequest request, long nowMillis) {}

        @Override
        public void executed(Fill fill, BigDecimal after, long nowMillis) {}
    }
}
