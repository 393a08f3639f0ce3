package io.tradinghub.sim.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.wire.Instruments;

/// A [StreamHub] over a seeded market with manual time.
final class HubFixture {
    static final Instant START = Instant.parse("2026-03-02T12:00:30Z");
    final ManualTime time = new ManualTime(START);
    final SimFaults faults = new SimFaults(time::nanos);
    final Instruments instruments = new Instruments(SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT"), START));
    final StreamHub hub = new StreamHub(new Channels(instruments, faults, time::nanos), faults, time, time::nanos);

    RecordingClient client(Category category) {
        return new RecordingClient(hub, category);
    }

    /// Advances time in steps and pushes after each.
    void run(Duration time, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            this.time.pass(step);
            hub.push();
        }
    }
}
