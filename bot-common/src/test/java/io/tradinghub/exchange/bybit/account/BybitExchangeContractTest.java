package io.tradinghub.exchange.bybit.account;

import io.tradinghub.exchange.ExchangeContract;
import io.tradinghub.exchange.ExchangeVenue;

/// [BybitExchange] against the simulator.
final class BybitExchangeContractTest extends ExchangeContract {
    private final ExchangeVenue bybit = new SimulatedBybit();

    @Override
    protected ExchangeVenue venue() {
        return bybit;
    }
}
