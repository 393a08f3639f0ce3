package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeContract;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Side;

/// The simulation's exchange with its faults switched off: everything takes its usual time.
final class SimulatedConnectionContractTest extends ExchangeContract {
    private static final long SETTLED_AFTER_MILLIS = 1_000;
    private final SimulatedWay way = new SimulatedWay(calm(), Faults.NONE);

    private static Chance calm() {
        Chance chance = new Chance(1);
        chance.calmDown();
        return chance;
    }

    @Override
    protected Exchange open(ExchangeListener listener) {
        return way.connect(listener);
    }

    @Override
    protected void happens(MarketEvent event) {
        way.happens(event);
    }

    @Override
    protected void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        way.tradeByHand(instrument, side, quantity);
    }

    @Override
    protected void settle() {
        way.pass(SETTLED_AFTER_MILLIS);
    }

    @Override
    protected Instant now() {
        return way.now();
    }
}
