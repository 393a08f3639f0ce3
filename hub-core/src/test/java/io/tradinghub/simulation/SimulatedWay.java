package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;

/// The simulation's exchange and one connection to it, without the judge: a contract also does what a bot must not do.
final class SimulatedWay {
    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final SimulatedExchange exchange = new SimulatedExchange(time, new Nobody(), Trace.NONE);
    private final Chance chance;
    private final Faults faults;

    SimulatedWay(Chance chance, Faults faults) {
        this.chance = chance;
        this.faults = faults;
    }

    SimulatedConnection connect(ExchangeListener listener) {
        return new SimulatedConnection(time, exchange, chance, faults, listener::onEvent);
    }

    void happens(MarketEvent event) {
        exchange.onMarket(event);
    }

    void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        exchange.paper().tradeOtherwise(Origin.MANUAL, instrument, side, quantity);
    }

    void pass(long millis) {
        time.runUntil(time.millis() + millis);
    }

    Instant now() {
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
