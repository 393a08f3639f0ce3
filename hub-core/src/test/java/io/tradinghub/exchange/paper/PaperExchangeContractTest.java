package io.tradinghub.exchange.paper;

import io.tradinghub.exchange.ExchangeContract;
import io.tradinghub.exchange.ExchangeVenue;

/// The reference implementation.
final class PaperExchangeContractTest extends ExchangeContract {
    private final ExchangeVenue venue = new PaperVenue(PaperFaults.NONE);

    @Override
    protected ExchangeVenue venue() {
        return venue;
    }
}
