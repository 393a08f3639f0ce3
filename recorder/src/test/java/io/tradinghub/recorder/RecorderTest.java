package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.MemoryStores.Mode;
import io.tradinghub.recorder.write.DiskSpool;
import io.tradinghub.sim.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the recorder through sockets against a simulated exchange.
class RecorderTest {
    private static final long MINUTE = 60_000;
    @TempDir
    private Path folder;
    private final SimulatedHub hub = new SimulatedHub();

    @AfterEach
    void stop() {
        hub.close();
    }

    /// The history scan may still be running.
    private void awaitStoredFrom(long millis) throws InterruptedException {
        SimulatedHub.await(Duration.ofSeconds(20), () -> SimulatedHub.series().stream()
                .allMatch(series -> hub.stores.times(series).stream().limit(1).anyMatch(first -> first <= millis)));
    }

    private void awaitPublished(int candles) throws InterruptedException {
        SimulatedHub.await(Duration.ofSeconds(60),
                () -> SimulatedHub.series().stream()
                        .allMatch(series -> hub.publisher.closed(series).size() >= candles));
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
            awaitStoredFrom(todayStart());
        }
        hub.assertComplete(todayStart(), 2_000);
        assertThat(hub.telemetry.counter("connections_lost").value()).isGreaterThanOrEqualTo(50);
    }

    @Test
    void losesAndRepeatsNothingUnderEveryExchangeFault() throws InterruptedException {
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            hub.sim.faults().arm(Fault.REFUSE_SUBSCRIPTION, 2);
            for (int round = 1; round <= 12; round++) {
                awaitPublished(60 * round);
                for (Fault fault : List.of(Fault.DUPLICATE, Fault.REORDER, Fault.GARBAGE, Fault.LOSE,
                        Fault.CONFIRM_TWICE)) {
                    hub.sim.faults().arm(fault, 5);
                }
                hub.sim.faults().arm(Fault.HTTP_500, 1);
                hub.sim.faults().arm(Fault.TRUNCATED, 1);
                hub.sim.faults().arm(Fault.LOSE_ACK, 1);
                hub.sim.faults().arm(Fault.REFUSE_CONNECTION, 1);
                if (round % 4 == 0) {
                    hub.sim.faults().dropConnections();
                }
            }
            hub.sim.faults().clear();
            awaitPublished(800);
            awaitStoredFrom(todayStart());
        }
        hub.assertComplete(todayStart(), 750);
        assertThat(hub.telemetry.counter("bad_frames").value()).isPositive();
        assertThat(hub.telemetry.counter("candles_repeated").value()).isPositive();
        assertThat(hub.telemetry.counter("internal_errors").value()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 180, -180})
    void closesNoCandleByItsOwnWrongClock(long secondsAhead) throws InterruptedException {
        try (SimulatedHub wrong = new SimulatedHub(Duration.ofSeconds(secondsAhead), 60)) {
            SeriesId series = SimulatedHub.series().getFirst();
            try (Recorder _ = wrong.record(wrong.settings(folder, 0))) {
                SimulatedHub.await(Duration.ofSeconds(30), () -> wrong.publisher.closed(series).size() >= 5);
            }
            List<Long> published = wrong.publisher.closed(series);
            assertThat(published).isEqualTo(SimulatedHub.minutes(published.getFirst(), published.getLast() + MINUTE));
            assertThat(published.getLast() + MINUTE).isLessThanOrEqualTo(wrong.clock.millis());
            assertThat(wrong.publisher.closedTooEarly()).isZero();
            assertThat(wrong.telemetry.snapshot().get("clock_offset_millis"))
                    .isBetween(secondsAhead * 1_000, secondsAhead * 1_000 + 5_000);
        }
    }

    @Test
    void reconnectsWhenAConnectionFallsSilent() throws InterruptedException {
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            awaitPublished(50);
            long lost = hub.telemetry.counter("connections_lost").value();
            hub.sim.faults().stall(Duration.ofSeconds(4));
            SimulatedHub.await(Duration.ofSeconds(8),
                    () -> hub.telemetry.counter("connections_lost").value() >= lost + 2);
            int before = hub.publisher.closed(SimulatedHub.series().getFirst()).size();
            awaitPublished(before + 50);
            awaitStoredFrom(todayStart());
        }
        hub.assertComplete(todayStart(), 100);
    }

    @Test
    void losesNothingDuringAStoreOutage() throws InterruptedException {
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            awaitPublished(50);
            awaitStoredFrom(todayStart());
            // REST answers nothing a second time: what is stored later comes out of the spool.
            hub.sim.faults().arm(Fault.HTTP_500, Integer.MAX_VALUE);
            hub.stores.setMode(Mode.UNAVAILABLE);
            awaitPublished(400);
            assertThat(hub.telemetry.counter("candles_spooled").value()).isGreaterThan(1_000);
            hub.stores.setMode(Mode.AVAILABLE);
            awaitPublished(450);
            SimulatedHub.await(Duration.ofSeconds(10),
                    () -> Long.valueOf(0).equals(hub.telemetry.snapshot().get("spool_candles")));
        }
        for (SeriesId series : SimulatedHub.series()) {
            assertThat(SimulatedHub.without(hub.publisher.closed(series), hub.stores.times(series)))
                    .as("%s lost", series).isEmpty();
        }
    }

    @Test
    void fillsTheDaysBeforeItsStartAndGapsThatOpenLater() throws InterruptedException {
        SeriesId series = SimulatedHub.series().getFirst();
        long from = SimulatedHub.START.minus(Duration.ofDays(3)).toEpochMilli();
        try (Recorder _ = hub.record(hub.settings(folder, 3))) {
            SimulatedHub.await(Duration.ofSeconds(20), () -> hub.stores.times(series).size() > 3 * 1440);
            hub.stores.delete(series, from + 500 * MINUTE, from + 900 * MINUTE);
            SimulatedHub.await(Duration.ofSeconds(20), () -> hub.stores.times(series).size() > 3 * 1440 + 100);
            LocalDate firstDay = LocalDate.ofInstant(SimulatedHub.START, ZoneOffset.UTC).minusDays(3);
            SimulatedHub.await(Duration.ofSeconds(20),
                    () -> coverage(series, firstDay).stream().mapToInt(DayCoverage::repaired)
                            .sum() == 1440 + 400);
            SimulatedHub.await(Duration.ofSeconds(20), () -> coverage(series, firstDay).getLast().stored() == 1440);
            assertThat(coverage(series, firstDay).getLast().expected()).isEqualTo(1440);
        }
        hub.assertComplete(from, 100);
    }

    private List<DayCoverage> coverage(SeriesId series, LocalDate day) {
        return hub.stores.coverage().stream().filter(one -> one.series().equals(series) && one.day().equals(day))
                .toList();
    }

    @Test
    void publishesEverythingThatBotsRead() throws InterruptedException {
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            awaitPublished(5);
            SimulatedHub.await(Duration.ofSeconds(20),
                    () -> hub.publisher.instruments().size() == SimulatedHub.INSTRUMENTS.size());
            SimulatedHub.await(Duration.ofSeconds(20), () -> hub.publisher.rates().size() == 3);
            SimulatedHub.await(Duration.ofSeconds(20),
                    () -> hub.publisher.quotes().size() == SimulatedHub.INSTRUMENTS.size());
        }
        assertThat(hub.publisher.quotes()).containsOnlyKeys(SimulatedHub.INSTRUMENTS);
        assertThat(hub.publisher.openUpdates()).isPositive();
    }

    @Test
    void failsWhenOneOfItsThreadsDies() {
        hub.funding.isBroken = true;
        try (Recorder recorder = hub.record(hub.settings(folder, 0))) {
            assertThatThrownBy(recorder::awaitFailure).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("instruments");
        }
    }

    @Test
    void continuesAfterWhatAnEarlierProcessStored() throws InterruptedException {
        SeriesId series = SimulatedHub.series().getFirst();
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            awaitPublished(20);
        }
        long stoppedMillis = hub.clock.millis();
        List<Long> before = hub.publisher.closed(series);
        SimulatedHub.await(Duration.ofSeconds(20), () -> hub.clock.millis() > stoppedMillis + 100 * MINUTE);
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            awaitPublished(before.size() + 150);
            awaitStoredFrom(todayStart());
        }
        hub.assertComplete(todayStart(), 150);
    }

    @Test
    void drainsTheSpoolOfAKilledProcess() throws IOException, InterruptedException {
        Process killed = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx128m",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), KilledRecorder.class.getName(),
                String.valueOf(hub.sim.restUrl().getPort()), folder.toString(), String.valueOf(hub.clock.millis()))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(killed::destroyForcibly);
        long spooled = 0;
        try (BufferedReader output = killed.inputReader()) {
            while (spooled < 1_500) {
                String line = output.readLine();
                assertThat(line).as("output of the other process").isNotNull();
                spooled = line.startsWith("spooled ") ? Long.parseLong(line.substring(8)) : spooled;
            }
        } finally {
            killed.destroyForcibly().waitFor();
        }
        try (DiskSpool spool = DiskSpool.open(folder.resolve("spool"), 64 << 20, _ -> {
        })) {
            assertThat(spool.lines()).isGreaterThanOrEqualTo(spooled);
        }
        hub.sim.faults().arm(Fault.HTTP_500, Integer.MAX_VALUE);
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            SimulatedHub.await(Duration.ofSeconds(10),
                    () -> Long.valueOf(0).equals(hub.telemetry.snapshot().get("spool_candles")));
            long stored = SimulatedHub.series().stream().mapToLong(series -> hub.stores.times(series).size()).sum();
            // From the spool, because REST answers nothing; some candles were spooled twice, by stream and repair.
            assertThat(stored).isGreaterThan(spooled / 2);
            hub.sim.faults().clear();
            awaitPublished(50);
            awaitStoredFrom(todayStart());
            SimulatedHub.await(Duration.ofSeconds(10),
                    () -> Long.valueOf(0).equals(hub.telemetry.snapshot().get("spool_candles")));
        }
        hub.assertComplete(todayStart(), 50);
    }

    private long counted(String name) {
        return hub.telemetry.counter(name).value();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "STUCK"})
    void closesWithinTenSecondsAndLosesNothingWhateverTheStoreDoes(Mode mode) throws IOException, InterruptedException {
        long end;
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            awaitPublished(50);
            hub.stores.setMode(mode);
            awaitPublished(200);
            end = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(10));
        hub.stores.setMode(Mode.AVAILABLE);
        try (DiskSpool spool = DiskSpool.open(folder.resolve("spool"), 64 << 20, _ -> {
        })) {
            assertThat(spool.lines()).isPositive();
            while (!spool.isEmpty()) {
                spool.head().forEach(hub.stores::write);
                spool.removeHead();
            }
        }
        for (SeriesId series : SimulatedHub.series()) {
            assertThat(SimulatedHub.without(hub.publisher.closed(series), hub.stores.times(series)))
                    .as("%s lost", series).isEmpty();
        }
    }

    @Test
    void itsHeartStopsWhileCandlesComeAndNoneIsKept() throws InterruptedException {
        Duration pause = Duration.ofSeconds(2);
        try (Recorder _ = hub.record(hub.settings(folder, 0))) {
            awaitPublished(50);
            hub.stores.setMode(Mode.UNAVAILABLE);
            SimulatedHub.await(Duration.ofSeconds(20), () -> counted("candles_spooled") > 1_000);
            assertThat(hub.heartbeat.silence()).as("while the spool keeps candles").isLessThan(pause);
            hub.stores.setMode(Mode.STUCK);
            SimulatedHub.await(Duration.ofSeconds(20), () -> hub.heartbeat.silence().compareTo(pause) > 0);
            hub.stores.setMode(Mode.AVAILABLE);
            SimulatedHub.await(Duration.ofSeconds(20), () -> hub.heartbeat.silence().compareTo(pause) < 0);
        }
    }

    @Test
    void recordsTheOthersWhenTheExchangeDoesNotKnowASymbol() throws InterruptedException {
        InstrumentId unknown = InstrumentId.linear("NOSUCHUSDT");
        List<InstrumentId> instruments = new ArrayList<>(SimulatedHub.INSTRUMENTS);
        instruments.addFirst(unknown);
        long from = SimulatedHub.START.minus(Duration.ofDays(1)).toEpochMilli();
        try (Recorder _ = hub.record(SimulatedHub.with(hub.settings(folder, 1), instruments, 1 << 20))) {
            awaitPublished(50);
            awaitStoredFrom(from);
        }
        hub.assertComplete(from, 50);
        assertThat(hub.stores.times(new SeriesId(unknown, Interval.M1))).isEmpty();
        assertThat(counted("internal_errors")).isZero();
    }
}
