package io.tradinghub.exchange.paper;

import io.tradinghub.exchange.ExchangeFaultContract;
import io.tradinghub.exchange.ExchangeVenue;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The paper exchange keeps its promises also where it is told to misbehave.
@ParameterizedClass
@ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
final class RandomFaultsContractTest extends ExchangeFaultContract {
    private final ExchangeVenue venue;

    RandomFaultsContractTest(long seed) {
        RandomFaults faults = new RandomFaults(seed, 0.3);
        this.venue = new PaperVenue(faults) {
            @Override
            public void settle() {
                super.settle();
                faults.release(listener());
            }
        };
    }

    @Override
    protected ExchangeVenue venue() {
        return venue;
    }
}
