package io.tradinghub.simulation;

import io.tradinghub.exchange.ExchangeContract;
import io.tradinghub.exchange.ExchangeVenue;

/// The simulation's exchange with its faults switched off: everything takes its usual time.
final class SimulatedConnectionContractTest extends ExchangeContract {
    private static final long SETTLED_AFTER_MILLIS = 1_000;
    private final ExchangeVenue way = new SimulatedWay(calm(), Faults.NONE) {
        @Override
        public void settle() {
            pass(SETTLED_AFTER_MILLIS);
        }
    };

    private static Chance calm() {
        Chance chance = new Chance(1);
        chance.calmDown();
        return chance;
    }

    @Override
    protected ExchangeVenue venue() {
        return way;
    }
}
