package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeContract;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.testing.ManualClock;

/// The reference implementation.
final class PaperExchangeContractTest extends ExchangeContract {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private ExchangeListener listener = _ -> {
    };
    private final PaperExchange paper = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE,
            LedgerSnapshot.empty(), event -> listener.onEvent(event), clock);

    @Override
    protected Exchange open(ExchangeListener bot) {
        listener = bot;
        paper.connect();
        return paper;
    }

    @Override
    protected void happens(MarketEvent event) {
        paper.onMarket(event);
    }

    @Override
    protected void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        paper.tradeOtherwise(Origin.MANUAL, instrument, side, quantity);
    }

    @Override
    protected void settle() {
        clock.advance(Duration.ofSeconds(1));
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }
}
