package io.tradinghub.sim.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.wire.Instruments;

/// A hub over a market, with its time in hand.
final class HubFixture {
    static final Instant START = Instant.parse("2026-03-02T12:00:30Z");
    final ManualTime time;
    final SimFaults faults;
    final Instruments instruments;
    final StreamHub hub;

    HubFixture() {
        this(SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT"), START));
    }

    HubFixture(Market market) {
        this.time = new ManualTime(market.start());
        this.faults = new SimFaults(time::nanos);
        this.instruments = new Instruments(market);
        this.hub = new StreamHub(new Channels(instruments, faults, time::nanos), faults, time, time::nanos);
    }

    Client client(Category category) {
        return new Client(hub, category);
    }

    /// Lets this time pass in small steps, with a push after each.
    void run(Duration passing, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(passing) < 0; passed = passed.plus(step)) {
            time.pass(step);
            hub.push();
        }
    }
}
