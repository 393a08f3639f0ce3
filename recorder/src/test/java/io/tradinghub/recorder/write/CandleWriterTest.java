package io.tradinghub.recorder.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.MemoryStores;
import io.tradinghub.recorder.MemoryStores.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandleWriterTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final Duration SOON = Duration.ofMillis(20);
    @TempDir
    private Path folder;
    private final MemoryStores stores = new MemoryStores();
    private final Telemetry telemetry = new Telemetry();
    private final List<String> setAside = new ArrayList<>();

    private static String line(int minute) {
        return """
                kline,category=linear,interval=1,symbol=BTCUSDT \
                open=1.0%d,high=2,low=1,close=2,volume=3,turnover=4,confirmed=true %d
                """.formatted(minute, minute * 60_000L);
    }

    private DiskSpool spool() {
        return DiskSpool.open(folder.resolve("spool"), 64 << 20, _ -> {
            throw new AssertionError("the spool must not drop anything");
        });
    }

    private CandleWriter writer(DiskSpool spool, int batchLines) {
        RejectedLines rejected = new RejectedLines(folder.resolve("rejected.tsv"), InstantSource.fixed(Instant.EPOCH),
                setAside::add);
        return open(spool, rejected,
                new WriterLimits(batchLines, SOON, 100_000, SOON, SOON, WriterLimits.STALLED_AFTER), telemetry);
    }

    private CandleWriter open(DiskSpool spool, RejectedLines rejected, WriterLimits limits, Telemetry counters) {
        return CandleWriter.open(new CandleWriter.Destinations(stores, spool, rejected, _ -> {
            throw new AssertionError("the writer must not drop anything");
        }), limits, new ThreadSupervisor(), counters);
    }

    private void addAll(CandleWriter writer, int from, int to) {
        IntStream.range(from, to).forEach(i -> writer.add(lines -> lines.append(line(i))));
    }

    private static List<Long> times(int to) {
        return LongStream.range(0, to).map(i -> i * 60_000).boxed().toList();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("condition not met in time: " + telemetry.snapshot());
            }
            Thread.sleep(5);
        }
    }

    @Test
    void writesLargeBatchesUnderLoad() {
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 5_000)) {
            writer.add(lines -> IntStream.range(0, 10_000).forEach(i -> lines.append(line(i))));
        }

        assertThat(stores.times(SERIES)).isEqualTo(times(10_000));
        assertThat(stores.writes()).isLessThanOrEqualTo(3);
    }

    @Test
    void writesAFewLinesWithoutWaitingForMore() throws InterruptedException {
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 5_000)) {
            addAll(writer, 0, 3);
            await(() -> stores.times(SERIES).size() == 3);
        }
    }

    @Test
    void isStalledOnlyWhileLinesWaitAndNoneIsKept() throws InterruptedException {
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 10)) {
            assertThat(isStalledLater(writer)).as("nothing to write").isFalse();
            stores.setMode(Mode.STUCK);
            addAll(writer, 0, 5);
            assertThat(writer.isStalled(System.nanoTime())).as("lines that have just come").isFalse();
            assertThat(isStalledLater(writer)).as("a store that hangs").isTrue();
            stores.setMode(Mode.AVAILABLE);
            await(() -> stores.times(SERIES).size() == 5);
            await(() -> !isStalledLater(writer));
            stores.setMode(Mode.UNAVAILABLE);
            addAll(writer, 5, 9);
            await(() -> !writer.isSpoolEmpty());
            await(() -> !isStalledLater(writer));
            stores.setMode(Mode.AVAILABLE);
            await(writer::isSpoolEmpty);
        }
    }

    @Test
    void isStalledWhenNeitherStoreNorDiskTakesAnything() throws IOException, InterruptedException {
        List<CandleLines> droppedBatches = Collections.synchronizedList(new ArrayList<>());
        stores.setMode(Mode.UNAVAILABLE);
        RejectedLines rejected = new RejectedLines(folder.resolve("rejected.tsv"), InstantSource.fixed(Instant.EPOCH),
                setAside::add);
        try (DiskSpool spool = spool();
                CandleWriter writer = CandleWriter.open(
                        new CandleWriter.Destinations(stores, spool, rejected, droppedBatches::add),
                        new WriterLimits(10, SOON, 100, SOON, SOON, WriterLimits.STALLED_AFTER),
                        new ThreadSupervisor(), telemetry)) {
            Files.delete(folder.resolve("spool"));
            addAll(writer, 0, 5);
            await(() -> !droppedBatches.isEmpty());
            assertThat(isStalledLater(writer)).isTrue();
        }
    }

    private static boolean isStalledLater(CandleWriter writer) {
        return writer.isStalled(System.nanoTime() + WriterLimits.STALLED_AFTER.plusSeconds(1).toNanos());
    }

    @Test
    void storesWhatIsQueuedWhenItCloses() {
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 5_000)) {
            addAll(writer, 0, 100);
        }

        assertThat(stores.times(SERIES)).isEqualTo(times(100));
    }

    @Test
    void losesNothingDuringAStoreOutage() throws InterruptedException {
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 10)) {
            addAll(writer, 0, 25);
            stores.setMode(Mode.UNAVAILABLE);
            addAll(writer, 25, 500);
            await(() -> !writer.isSpoolEmpty());
            addAll(writer, 500, 600);
            stores.setMode(Mode.AVAILABLE);
            await(() -> stores.times(SERIES).size() == 600);
            await(writer::isSpoolEmpty);
        }

        assertThat(stores.times(SERIES)).isEqualTo(times(600));
        assertThat(telemetry.counter("candles_spooled").value()).isPositive();
    }

    @Test
    void leavesWhatItCannotStoreToTheNextProcess() throws InterruptedException {
        stores.setMode(Mode.UNAVAILABLE);
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 10)) {
            addAll(writer, 0, 50);
        }
        stores.setMode(Mode.AVAILABLE);
        try (DiskSpool spool = spool();
                CandleWriter _ = open(spool, new RejectedLines(folder, Instant::now, setAside::add),
                        WriterLimits.standard(), new Telemetry())) {
            await(() -> stores.times(SERIES).size() == 50);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTS_BATCHES", "DROPS_BAD_LINES"})
    void setsAsideExactlyTheRejectedLines(Mode mood) throws IOException {
        stores.setMode(mood);
        stores.rejectLinesWith("open=1.077,");
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 1_000)) {
            writer.add(lines -> IntStream.range(0, 1_000).forEach(i -> lines.append(line(i))));
        }

        assertThat(stores.times(SERIES)).hasSize(999).doesNotContain(77 * 60_000L);
        assertThat(setAside).containsExactly(line(77).stripTrailing());
        List<String> inTheFile = Files.readString(folder.resolve("rejected.tsv"), UTF_8).lines().toList();
        assertThat(inTheFile).singleElement().asString().startsWith("1970-01-01T00:00:00Z\t")
                .endsWith("\t" + line(77).stripTrailing());
        assertThat(telemetry.counter("candles_refused").value()).isOne();
        // Two halves per level, ten levels.
        assertThat(stores.writes()).isLessThanOrEqualTo(22);
    }

    @Test
    void spoolsWhatTheStoreDoesNotTakeInTimeAtClose() {
        stores.setMode(Mode.STUCK);
        long start = System.nanoTime();
        try (DiskSpool spool = spool()) {
            try (CandleWriter writer = writer(spool, 10)) {
                addAll(writer, 0, 50);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(spool.lines()).isEqualTo(50);
        } finally {
            stores.setMode(Mode.AVAILABLE);
        }
    }

    @Test
    void doesNotDelayLiveCandlesForASlowStore() throws InterruptedException {
        stores.setMode(Mode.STUCK);
        RejectedLines rejected = new RejectedLines(folder.resolve("rejected.tsv"), InstantSource.fixed(Instant.EPOCH),
                setAside::add);
        try (DiskSpool spool = spool();
                CandleWriter writer = open(spool, rejected,
                        new WriterLimits(10, SOON, 20, SOON, SOON, WriterLimits.STALLED_AFTER), telemetry)) {
            Thread filler = Thread.ofVirtual().start(() -> IntStream.range(0, 100)
                    .forEach(i -> writer.add(lines -> lines.append(line(i)))));
            await(() -> filler.getState() == Thread.State.WAITING);
            IntStream.range(100, 200).forEach(i -> writer.addNow(lines -> lines.append(line(i))));
            assertThat(writer.isSpoolEmpty()).isFalse();
            stores.setMode(Mode.AVAILABLE);
            filler.join();
        }
        assertThat(stores.times(SERIES)).isEqualTo(times(200));
    }

    @Test
    void spoolsWhatAStoreFailsOn() throws InterruptedException {
        stores.setMode(Mode.BROKEN);
        try (DiskSpool spool = spool(); CandleWriter writer = writer(spool, 10)) {
            addAll(writer, 0, 50);
            await(() -> !writer.isSpoolEmpty());
            stores.setMode(Mode.AVAILABLE);
            await(writer::isSpoolEmpty);
        }
        assertThat(stores.times(SERIES)).isEqualTo(times(50));
    }

    @Test
    void blocksCallersWhoAddMoreThanTheQueueHolds() throws InterruptedException {
        stores.setMode(Mode.STUCK);
        AtomicInteger added = new AtomicInteger();
        RejectedLines rejected = new RejectedLines(folder.resolve("rejected.tsv"), InstantSource.fixed(Instant.EPOCH),
                setAside::add);
        try (DiskSpool spool = spool();
                CandleWriter writer = open(spool, rejected,
                        new WriterLimits(10, SOON, 20, SOON, SOON, WriterLimits.STALLED_AFTER), telemetry)) {
            Thread adder = Thread.ofVirtual().start(() -> IntStream.range(0, 100).forEach(i -> {
                writer.add(lines -> lines.append(line(i)));
                added.incrementAndGet();
            }));
            await(() -> added.get() >= 10 && adder.getState() == Thread.State.WAITING);
            // Half of the queue, and what the writer took before the store got stuck.
            assertThat(added.get()).isLessThan(100);
            stores.setMode(Mode.AVAILABLE);
            adder.join();
        }
        assertThat(stores.times(SERIES)).isEqualTo(times(100));
    }
}
