package io.tradinghub.simulation;

import java.util.Optional;

import io.tradinghub.exchange.ExchangeFaultContract;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.ExchangeVenue;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulation's exchange at its worst: much is lost, late or comes twice, and the connection breaks.
@ParameterizedClass
@ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
final class HostileConnectionContractTest extends ExchangeFaultContract {
    private static final Faults FAULTS = new Faults(0.2, 0.2, 0.1, 0.2, 0.2, 0);
    /// Longer than any request or answer takes.
    private static final long SETTLED_AFTER_MILLIS = 14_000;
    private final ExchangeVenue way;

    HostileConnectionContractTest(long seed) {
        Chance chance = new Chance(seed);
        Chance disturbances = chance.split();
        this.way = new BreakingWay(chance, disturbances);
    }

    @Override
    protected ExchangeVenue venue() {
        return way;
    }

    /// Breaks the connection now and then.
    private static final class BreakingWay extends SimulatedWay {
        private final Chance disturbances;
        private Optional<SimulatedConnection> connection = Optional.empty();

        private BreakingWay(Chance chance, Chance disturbances) {
            super(chance, FAULTS);
            this.disturbances = disturbances;
        }

        @Override
        public SimulatedConnection open(ExchangeListener listener) {
            SimulatedConnection opened = super.open(listener);
            connection = Optional.of(opened);
            return opened;
        }

        @Override
        public void settle() {
            pass(disturbances.between(1, 1_000));
            if (disturbances.strikes(0.1)) {
                connection.orElseThrow().breakStream(disturbances.between(1_000, 20_000));
            }
            if (disturbances.strikes(0.1)) {
                connection.orElseThrow().cutRequests(disturbances.between(1_000, 20_000));
            }
            pass(SETTLED_AFTER_MILLIS);
        }
    }
}
