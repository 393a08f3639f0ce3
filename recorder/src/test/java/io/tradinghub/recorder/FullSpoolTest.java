package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.MemoryStores.Mode;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a spool drops that an outage of the store has filled. The market moves on only when all that closed is
/// published, so that a slow machine has a slow market and nothing is late.
class FullSpoolTest {
    /// Only a recorder that hangs needs as long.
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final long SMALL = 1 << 16;
    @TempDir
    private Path folder;
    private final ManualClock market = new ManualClock(SimulatedHub.START);
    private final SimulatedHub hub = new SimulatedHub(market);

    @AfterEach
    void stop() {
        hub.close();
    }

    /// No candle counts as late, so that what the stream brings is not fetched as well, and no silence ends the stream.
    private RecorderSettings settings() {
        RecorderSettings usual = SimulatedHub.with(hub.settings(folder, 0), SimulatedHub.INSTRUMENTS, SMALL);
        StreamTimes quick = usual.streamTimes();
        StreamTimes patient = new StreamTimes(quick.pingInterval(), PATIENCE, Optional.empty(), PATIENCE,
                quick.rejectedRetryDelay(), quick.initialBackoff(), quick.maxBackoff(), quick.stableAfter());
        return new RecorderSettings(usual.instruments(), usual.intervals(), usual.streamAddress(), usual.workFolder(),
                usual.spoolBytes(), patient, usual.writerLimits(), usual.scanPlan(), Duration.ofDays(365), PATIENCE,
                usual.checkInterval());
    }

    private void moveUntil(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            market.advance(STEP);
            long newest = market.millis() - Duration.ofMinutes(1).toMillis();
            SimulatedHub.await(PATIENCE, () -> published().values().stream()
                    .allMatch(times -> !times.isEmpty() && times.getLast() >= newest));
        }
    }

    private Map<SeriesId, List<Long>> published() {
        return SimulatedHub.series().stream().collect(Collectors.toMap(series -> series, hub.publisher::closed));
    }

    private boolean isAllStored() {
        return published().entrySet().stream().allMatch(
                series -> SimulatedHub.without(series.getValue(), hub.stores.times(series.getKey())).isEmpty());
    }

    private long counted(String name) {
        return hub.telemetry.counter(name).value();
    }

    /// Every scan of a series saves its coverage, and they run one after the other.
    private void awaitScanOfAll() throws InterruptedException {
        int saved = hub.stores.coverage().size();
        SimulatedHub.await(PATIENCE, () -> hub.stores.coverage().size() >= saved + 2 * SimulatedHub.series().size());
    }

    @Test
    void whatItDroppedIsRepairedAfterTheOutageAndNotMeanwhile() throws InterruptedException {
        try (Recorder _ = hub.record(settings())) {
            SimulatedHub.await(PATIENCE, () -> hub.heartbeat.last().isPresent());
            moveUntil(() -> published().values().stream().allMatch(times -> times.size() >= 50));
            SimulatedHub.await(PATIENCE, this::isAllStored);
            awaitScanOfAll();
            long repairedBefore = counted("candles_repaired");
            hub.stores.setMode(Mode.UNAVAILABLE);
            moveUntil(() -> counted("candles_forced_out") > 2_000);
            assertThat(counted("candles_repaired")).as("repaired into a full spool").isEqualTo(repairedBefore);
            hub.stores.setMode(Mode.AVAILABLE);
            // The spool counts a candle twice that came by stream and by repair, so its count is no measure of repairs.
            SimulatedHub.await(PATIENCE,
                    () -> Long.valueOf(0).equals(hub.telemetry.snapshot().get("spool_candles")) && isAllStored());
            assertThat(counted("candles_repaired")).as("repaired after the outage")
                    .isGreaterThan(repairedBefore + 1_000);
        }
        hub.assertComplete(SimulatedHub.START.toEpochMilli(), 400);
    }
}
