package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.Tape;
import io.tradinghub.sim.wire.Instruments;
import org.junit.jupiter.api.Test;

class FailingTapeTest {
    private final HubFixture sim = new HubFixture();

    @Test
    void disconnectsOnlyTheSubscribersOfAFailedTopic() {
        Market market = new TwoTapes(new FailingTape(tape("ETHUSDT"), HubFixture.START.toEpochMilli()),
                tape("BTCUSDT"));
        StreamHub hub = new StreamHub(new Channels(new Instruments(market), sim.faults, sim.time::nanos), sim.faults,
                sim.time,
                sim.time::nanos);
        RecordingClient failed = new RecordingClient(hub, Category.LINEAR);
        RecordingClient healthy = new RecordingClient(hub, Category.LINEAR);
        failed.subscribe("kline.1.ETHUSDT");
        healthy.subscribe("kline.1.BTCUSDT");
        healthy.take();
        sim.time.pass(Duration.ofMinutes(1));
        hub.push();

        assertThat(failed.isCut()).isTrue();
        assertThat(healthy.isCut()).isFalse();
        assertThat(healthy.takeData()).isNotEmpty();
    }

    private Tape tape(String symbol) {
        return sim.instruments.find(Category.LINEAR, symbol).orElseThrow().tape();
    }

    private record TwoTapes(Tape first, Tape second) implements Market {
        @Override
        public List<Tape> tapes() {
            return List.of(first, second);
        }

        @Override
        public Instant start() {
            return HubFixture.START;
        }

        @Override
        public Optional<Instant> end() {
            return Optional.empty();
        }

        @Override
        public Optional<Double> fundingRate(InstrumentId perpetual, long settlesAtMillis, long nowMillis) {
            return Optional.empty();
        }
    }
}
