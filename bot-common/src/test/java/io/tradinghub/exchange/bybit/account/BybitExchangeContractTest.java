package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeContract;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.AfterEach;

/// [BybitExchange] against the simulator.
final class BybitExchangeContractTest extends ExchangeContract {
    private final SimulatedBybit bybit = new SimulatedBybit();

    @Override
    protected Exchange open(ExchangeListener listener) {
        return bybit.open(listener);
    }

    @AfterEach
    void stopTheSimulator() {
        bybit.close();
    }

    @Override
    protected void happens(MarketEvent event) {
        bybit.happens(event);
    }

    @Override
    protected void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        bybit.tradeByHand(instrument, side, quantity);
    }

    @Override
    protected void settle() {
        bybit.settle();
    }

    @Override
    protected Instant now() {
        return bybit.now();
    }
}
