package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recorder through sockets, on a simulated exchange.
class RecorderTest {
    private static final long MINUTE = 60_000;
    @TempDir
    private Path folder;
    private final SimulatedHub hub = new SimulatedHub(6_000);

    @AfterEach
    void stop() {
        hub.close();
    }

    private static List<Long> minutes(long from, long to) {
        return LongStream.range(0, (to - from) / MINUTE).map(i -> from + i * MINUTE).boxed().toList();
    }

    /// Checks every series from `from` to its end: each minute stored once, and published once, ascending.
    private void assertComplete(long storedFrom, int atLeast) {
        for (SeriesId series : SimulatedHub.series()) {
            List<Long> stored = hub.stores.times(series);
            assertThat(stored).as("%s stored", series).hasSizeGreaterThanOrEqualTo(atLeast)
                    .isEqualTo(minutes(storedFrom, stored.getLast() + MINUTE));
            List<Long> published = hub.publisher.closed(series);
            assertThat(published).as("%s published", series)
                    .isEqualTo(minutes(published.getFirst(), published.getLast() + MINUTE));
            assertThat(published.size()).isGreaterThanOrEqualTo(atLeast);
        }
    }

    private void awaitPublished(int candles) throws InterruptedException {
        SimulatedHub.await(Duration.ofSeconds(60),
                () -> SimulatedHub.series().stream().allMatch(series -> hub.publisher.closed(series).size() >= candles));
    }

    private static long todayStart() {
        return SimulatedHub.START.toEpochMilli();
    }

    @Test
    void losesAndRepeatsNothingOverFiftyDisconnects() throws InterruptedException {
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            for (int drop = 1; drop <= 50; drop++) {
                awaitPublished(40 * drop);
                hub.sim.faults().dropConnections();
            }
            awaitPublished(2_050);
        }
        assertComplete(todayStart(), 2_000);
        assertThat(hub.telemetry.counter("connections_lost").value()).isGreaterThanOrEqualTo(50);
    }
}
