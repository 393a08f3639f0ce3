package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeFaultContract;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Side;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulation's exchange at its worst: much is lost, late or comes twice, and the connection breaks.
@ParameterizedClass
@ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
final class HostileConnectionContractTest extends ExchangeFaultContract {
    private static final Faults FAULTS = new Faults(0.2, 0.2, 0.1, 0.2, 0.2, 0);
    /// Longer than any request or answer takes.
    private static final long SETTLED_AFTER_MILLIS = 14_000;
    private final Chance disturbances;
    private final SimulatedWay way;
    private Optional<SimulatedConnection> connection = Optional.empty();

    HostileConnectionContractTest(long seed) {
        Chance chance = new Chance(seed);
        this.disturbances = chance.split();
        this.way = new SimulatedWay(chance, FAULTS);
    }

    @Override
    protected Exchange open(ExchangeListener listener) {
        SimulatedConnection opened = way.connect(listener);
        connection = Optional.of(opened);
        return opened;
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
        way.pass(disturbances.between(1, 1_000));
        if (disturbances.strikes(0.1)) {
            connection.orElseThrow().breakStream(disturbances.between(1_000, 20_000));
        }
        if (disturbances.strikes(0.1)) {
            connection.orElseThrow().cutRequests(disturbances.between(1_000, 20_000));
        }
        way.pass(SETTLED_AFTER_MILLIS);
    }

    @Override
    protected Instant now() {
        return way.now();
    }
}
