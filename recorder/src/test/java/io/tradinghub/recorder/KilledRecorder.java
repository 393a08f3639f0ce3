package io.tradinghub.recorder;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.sim.ScaledClock;

/// A recorder in its own process whose store is always unavailable. Prints how many candles it spooled until the test
/// kills it.
final class KilledRecorder {
    private KilledRecorder() {}

    /// Arguments: the simulator's port, the work folder and the market's time in milliseconds.
    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        ExchangeClock clock = new ExchangeClock(new ScaledClock(System::nanoTime,
                Instant.ofEpochMilli(Long.parseLong(arguments[2])), SimulatedHub.SPEED));
        PublicMarketData rest = BybitMarketData.open(new BybitRestSettings(URI.create("http://127.0.0.1:" + port),
                Duration.ofSeconds(5), Duration.ofSeconds(2)),
                HostRequests.alone(RequestShare.ofQuestions(RequestShare.OF_THE_HOST), clock), clock);
        MemoryStores stores = new MemoryStores();
        stores.setMode(MemoryStores.Mode.UNAVAILABLE);
        Telemetry telemetry = new Telemetry();
        try (Recorder _ = Recorder.open(SimulatedHub.settings(port, Path.of(arguments[1]), 0),
                new RecorderStores(stores, stores, stores, new MemoryFundingStore(), new RecordingPublisher(clock)),
                rest, clock, telemetry, new Heartbeat(Optional.empty(), InstantSource.system()))) {
            while (true) {
                System.out.println("spooled " + telemetry.counter("candles_spooled").value());
                Thread.sleep(20);
            }
        }
    }
}
