package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeFaultContract;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The paper exchange keeps its promises also where it is told to misbehave.
@ParameterizedClass
@ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
final class RandomFaultsContractTest extends ExchangeFaultContract {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final RandomFaults faults;
    private final PaperExchange paper;
    private ExchangeListener listener = _ -> {
    };

    RandomFaultsContractTest(long seed) {
        this.faults = new RandomFaults(seed, 0.3);
        this.paper = new PaperExchange(PaperSettings.DEFAULTS, faults, LedgerSnapshot.empty(),
                event -> listener.onEvent(event), clock);
    }

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
        faults.release(listener);
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }
}
