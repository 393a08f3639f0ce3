package io.tradinghub.recorder.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.MemoryStores;
import io.tradinghub.recorder.MemoryStores.Mode;
import io.tradinghub.recorder.write.CandleWriter;
import io.tradinghub.recorder.write.DiskSpool;
import io.tradinghub.recorder.write.RejectedLines;
import io.tradinghub.recorder.write.WriterLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the history scan against a store in memory and a scripted exchange.
class HistoryScanTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final SeriesId OTHER = new SeriesId(InstrumentId.spot("ETHUSDT"), Interval.M1);
    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-01-10");
    private static final Duration SHORT = Duration.ofMillis(20);
    @TempDir
    private Path folder;
    private final MemoryStores stores = new MemoryStores();
    private final ScriptedMarket market = new ScriptedMarket();
    private final UnfillableCandles unfillable = new UnfillableCandles(InstantSource.fixed(NOW));
    private final RepairedCandles repaired = new RepairedCandles();
    private final RepairQueue repairs = new RepairQueue(1);
    private final ThreadSupervisor supervisor = new ThreadSupervisor();
    private final Telemetry telemetry = new Telemetry();
    private final OpenResources resources = new OpenResources(Duration.ofSeconds(10));

    private void startScan(int backfillDays, SeriesId... series) {
        DiskSpool spool = resources.own("spool", DiskSpool.open(folder, 1 << 20, _ -> {
        }));
        CandleWriter writer = CandleWriter.open(new CandleWriter.Destinations(stores, spool,
                new RejectedLines(folder.resolve("addRejected.tsv"), InstantSource.fixed(NOW),
                        line -> unfillable.addRejected(CandleLine.parse(line))),
                _ -> {
                }), new WriterLimits(1_000, Duration.ofMillis(1), 10_000, SHORT, SHORT, WriterLimits.STALLED_AFTER),
                supervisor, telemetry);
        resources.own("writer", writer);
        HistoryScan scan = HistoryScan.open(List.of(series), new ScanPlan(backfillDays, 0, SHORT, SHORT, SHORT),
                new HistoryScan.Dependencies(new Backfill(market, writer, repaired, unfillable, telemetry), stores,
                        writer, stores, repaired, unfillable, repairs, InstantSource.fixed(NOW)),
                supervisor);
        resources.own("scan", scan);
    }

    @AfterEach
    void stop() {
        resources.close();
    }

    private static long dayStart(LocalDate day) {
        return RepairedCandles.startOf(day);
    }

    private static Candle candle(SeriesId series, long time) {
        return new Candle(series, time, 1, 2, 1, 2, 3, 4);
    }

    private static LongStream minutes(LocalDate day, int from, int to) {
        return IntStream.range(from, to).mapToLong(minute -> dayStart(day) + minute * 60_000L);
    }

    private void store(SeriesId series, LongStream times) {
        stores.write(CandleLines
                .of(times.mapToObj(time -> CandleLine.of(candle(series, time)) + "\n").collect(Collectors.joining())));
    }

    private void exchangeHas(SeriesId series, LocalDate day, int from, int to) {
        minutes(day, from, to).forEach(time -> market.add(candle(series, time)));
    }

    private List<DayCoverage> coverage(SeriesId series, LocalDate day) {
        return stores.coverage().stream().filter(one -> one.series().equals(series) && one.day().equals(day)).toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.sleep(2);
        }
    }

    @Test
    void scansTheOtherSeriesWhenOneFails() throws InterruptedException {
        market.setUnavailable(SERIES);
        exchangeHas(OTHER, TODAY, 0, 720);
        startScan(0, SERIES, OTHER);

        await(() -> coverage(OTHER, TODAY).stream().anyMatch(day -> day.stored() == 720));
        assertThat(coverage(SERIES, TODAY)).isEmpty();
    }

    @Test
    void keepsScanningWhileARepairFails() throws InterruptedException {
        market.setUnavailable(SERIES);
        exchangeHas(OTHER, TODAY, 0, 720);
        repairs.add(new CandleRange(SERIES, dayStart(TODAY), dayStart(TODAY) + 60_000));
        startScan(0, OTHER);

        await(() -> market.requests(SERIES) >= 3 && coverage(OTHER, TODAY).size() >= 5);
    }

    @Test
    void countsOnlyFilledGapsAndExpectsOnlyWhatTheExchangeHas() throws InterruptedException {
        // Listed at minute 100; the store lacks two of the candles.
        exchangeHas(SERIES, TODAY, 100, 720);
        store(SERIES, minutes(TODAY, 100, 720)
                .filter(time -> time != dayStart(TODAY) + 200 * 60_000 && time != dayStart(TODAY) + 300 * 60_000));
        startScan(0, SERIES);

        await(() -> coverage(SERIES, TODAY).stream().anyMatch(day -> day.stored() == 620));
        assertThat(coverage(SERIES, TODAY).stream().mapToInt(DayCoverage::repaired).sum()).isEqualTo(2);
        assertThat(coverage(SERIES, TODAY)).extracting(DayCoverage::expected).containsOnly(620);
        assertThat(telemetry.counter("candles_repaired").value()).isEqualTo(2);
    }

    @Test
    void doesNotRequestAgainWhatTheStoreRejects() throws InterruptedException {
        exchangeHas(SERIES, TODAY, 0, 720);
        stores.setMode(Mode.DROPS_BAD_LINES);
        stores.rejectLinesWith(" " + (dayStart(TODAY) + 77 * 60_000));
        startScan(0, SERIES);

        await(() -> coverage(SERIES, TODAY).size() >= 6);
        assertThat(coverage(SERIES, TODAY).getLast()).isEqualTo(new DayCoverage(SERIES, TODAY, 720, 719, 0));
        assertThat(market.requests(SERIES)).isLessThanOrEqualTo(2);
    }

    @Test
    void aPageThatCannotBeReadKeepsNoOlderPageOut() throws InterruptedException {
        LocalDate yesterday = TODAY.minusDays(1);
        exchangeHas(SERIES, yesterday, 0, 1440);
        minutes(TODAY, 0, 720).forEach(time -> market.addUnreadable(candle(SERIES, time)));
        startScan(1, SERIES);

        await(() -> coverage(SERIES, yesterday).stream().anyMatch(day -> day.stored() == 1440));
        await(() -> !coverage(SERIES, TODAY).isEmpty());
        assertThat(coverage(SERIES, TODAY).getLast().expected()).as("what cannot be read is not absent").isEqualTo(720);
    }

    @Test
    void correctsTheCoverageOfOldDaysAfterALateRepair() throws InterruptedException {
        LocalDate old = TODAY.minusDays(3);
        for (LocalDate day : old.datesUntil(TODAY).toList()) {
            exchangeHas(SERIES, day, 0, 1440);
            store(SERIES, minutes(day, 0, 1440));
        }
        exchangeHas(SERIES, TODAY, 0, 720);
        store(SERIES, minutes(TODAY, 0, 720));
        startScan(3, SERIES);
        await(() -> coverage(SERIES, TODAY).size() >= 3);
        int scans = coverage(SERIES, old).size();
        stores.delete(SERIES, dayStart(old), dayStart(old) + 600_000);
        // The first fits into the queue, the others do not.
        repairs.add(new CandleRange(OTHER, dayStart(old), dayStart(old) + 60_000));
        repairs.add(new CandleRange(SERIES, dayStart(old), dayStart(old) + 60_000));
        repairs.add(new CandleRange(SERIES, dayStart(old) + 60_000, dayStart(old) + 600_000));

        await(() -> coverage(SERIES, old).size() > scans + 1);
        assertThat(coverage(SERIES, old).getLast().stored()).isEqualTo(1440);
        assertThat(coverage(SERIES, old).stream().mapToInt(DayCoverage::repaired).sum()).isEqualTo(10);
    }
}
