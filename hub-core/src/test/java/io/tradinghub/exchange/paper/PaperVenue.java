package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.ExchangeVenue;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.testing.ManualClock;

/// A [PaperExchange] that answers at once.
class PaperVenue implements ExchangeVenue {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final PaperExchange paper;
    private ExchangeListener listener = _ -> {
    };

    PaperVenue(PaperFaults faults) {
        this.paper = new PaperExchange(PaperSettings.DEFAULTS, faults, LedgerSnapshot.empty(),
                event -> listener.onEvent(event), clock);
    }

    @Override
    public final Exchange open(ExchangeListener bot) {
        listener = bot;
        paper.connect();
        return paper;
    }

    final ExchangeListener listener() {
        return listener;
    }

    @Override
    public final void happens(MarketEvent event) {
        paper.onMarket(event);
    }

    @Override
    public final void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        paper.tradeOtherwise(Origin.MANUAL, instrument, side, quantity);
    }

    @Override
    public void settle() {
        clock.advance(Duration.ofSeconds(1));
    }

    @Override
    public final Instant now() {
        return clock.instant();
    }
}
