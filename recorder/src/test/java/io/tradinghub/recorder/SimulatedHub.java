package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.repair.ScanPlan;
import io.tradinghub.recorder.write.WriterLimits;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.ScaledClock;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.market.SyntheticMarket;

/// A simulated exchange whose time runs fast, and recorders with stores in memory.
final class SimulatedHub implements AutoCloseable {
    private static final long MINUTE = 60_000;
    static final double SPEED = 6_000;
    static final Instant START = Instant.parse("2024-03-05T00:00:00Z");
    static final List<InstrumentId> INSTRUMENTS = List.of(InstrumentId.linear("BTCUSDT"), InstrumentId.spot("BTCUSDT"),
            InstrumentId.linear("ETHUSDT"), InstrumentId.spot("ETHUSDT"), InstrumentId.linear("SOLUSDT"));
    /// Market time.
    final InstantSource clock;
    final BybitSim sim;
    final MemoryStores stores = new MemoryStores();
    final MemoryFundingStore funding = new MemoryFundingStore();
    final RecordingPublisher publisher;
    /// The telemetry of the recorder started last.
    Telemetry telemetry = new Telemetry();
    /// Its heartbeat.
    Heartbeat heartbeat = new Heartbeat(Optional.empty(), InstantSource.system());
    final PublicMarketData rest;
    /// The recorder's view of the exchange's time.
    final ExchangeClock exchangeClock;

    SimulatedHub() {
        this(Duration.ZERO, SPEED);
    }

    /// @param recorderAhead how far the recorder's own clock is ahead of the exchange's
    SimulatedHub(Duration recorderAhead, double speed) {
        this(new ScaledClock(System::nanoTime, START, speed), recorderAhead);
    }

    /// @param clock market time, from [#START] on
    SimulatedHub(InstantSource clock) {
        this(clock, Duration.ZERO);
    }

    private SimulatedHub(InstantSource clock, Duration recorderAhead) {
        this.clock = clock;
        publisher = new RecordingPublisher(clock);
        sim = BybitSim.start(SimSettings.local().withPushMillis(5).withRequestsPerFiveSeconds(100_000),
                SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"), START), clock);
        exchangeClock = new ExchangeClock(() -> clock.instant().plus(recorderAhead));
        rest = BybitMarketData.open(
                new BybitRestSettings(sim.restUrl(), Duration.ofSeconds(5), Duration.ofSeconds(2)),
                HostRequests.alone(RequestShare.ofQuestions(RequestShare.OF_THE_HOST), exchangeClock), exchangeClock);
    }

    static List<SeriesId> series() {
        return INSTRUMENTS.stream().map(id -> new SeriesId(id, Interval.M1)).toList();
    }

    /// @param backfillDays how far before the start of the market; the days that passed since are added
    RecorderSettings settings(Path folder, int backfillDays) {
        int passed = (int) Duration.between(START, clock.instant()).toDays();
        return settings(sim.restUrl().getPort(), folder, backfillDays + passed);
    }

    /// Returns the given settings with other instruments and another spool size.
    static RecorderSettings with(RecorderSettings same, List<InstrumentId> instruments, long spoolBytes) {
        return new RecorderSettings(instruments, same.intervals(), same.streamAddress(), same.workFolder(), spoolBytes,
                same.streamTimes(), same.writerLimits(), same.scanPlan(), same.settleTime(), same.maxHold(),
                same.checkInterval());
    }

    /// The same settings for a recorder in another process.
    static RecorderSettings settings(int port, Path folder, int backfillDays) {
        URI stream = URI.create("ws://127.0.0.1:" + port);
        return new RecorderSettings(INSTRUMENTS, List.of(Interval.M1), stream, folder, 64L << 20,
                new StreamTimes(Duration.ofSeconds(2), Duration.ofSeconds(3), Optional.of(Duration.ofSeconds(5)),
                        Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(20), Duration.ofMillis(200),
                        Duration.ofSeconds(1)),
                new WriterLimits(5_000, Duration.ofMillis(50), 10_000, Duration.ofMillis(100), Duration.ofMillis(500),
                        Duration.ofSeconds(1)),
                new ScanPlan(backfillDays, backfillDays, Duration.ofMillis(500), Duration.ofMillis(500),
                        Duration.ofMillis(200)),
                Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMillis(300));
    }

    Recorder record(RecorderSettings settings) {
        telemetry = new Telemetry();
        heartbeat = new Heartbeat(Optional.empty(), InstantSource.system());
        return Recorder.open(settings, new RecorderStores(stores, stores, stores, funding, publisher), rest,
                exchangeClock, telemetry, heartbeat);
    }

    /// Checks that every series has each minute from `storedFrom` on stored once, and published once and ascending.
    void assertComplete(long storedFrom, int atLeast) {
        for (SeriesId series : series()) {
            List<Long> stored = stores.times(series);
            assertThat(without(minutes(storedFrom, stored.getLast() + MINUTE), stored))
                    .as("%s missing in the store", series)
                    .isEmpty();
            List<Long> published = publisher.closed(series);
            List<Long> expected = minutes(published.getFirst(), published.getLast() + MINUTE);
            assertThat(without(expected, published)).as("%s not published", series).isEmpty();
            assertThat(published.equals(expected)).as("%s published once and in order", series).isTrue();
            assertThat(published.size()).isGreaterThanOrEqualTo(atLeast);
        }
    }

    static List<Long> minutes(long from, long to) {
        return LongStream.range(0, (to - from) / MINUTE).map(i -> from + i * MINUTE).boxed().toList();
    }

    static List<Long> without(List<Long> all, List<Long> some) {
        Set<Long> left = new TreeSet<>(all);
        some.forEach(left::remove);
        return List.copyOf(left);
    }

    /// Waits in real time until other threads have met the condition.
    static void await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("condition not met within " + atMost);
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        rest.close();
        sim.close();
    }
}
