package io.tradinghub.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.frame.FrameDecoder;
import io.tradinghub.recorder.frame.Kline;
import io.tradinghub.recorder.write.CandleWriter;
import io.tradinghub.recorder.write.DiskSpool;
import io.tradinghub.recorder.write.RejectedLines;
import io.tradinghub.recorder.write.WriterLimits;

/// Sends ten million captured frames through decoder and writer into a store that only counts. After each million it
/// lets the queue drain and measures the live heap after a full collection. The first two million are the warm-up;
/// exits with 1 if the live heap after any later million exceeds that of the warm-up by more than [#MAX_GROWTH_BYTES].
///
/// The argument `leak` keeps one candle per thousand frames, to prove that the measurement detects a leak.
public final class RecorderSoak {
    private static final int MILLIONS = 10;
    private static final int WARM_UP = 2;
    private static final int MILLION = 1_000_000;
    private static final long MAX_GROWTH_BYTES = 128 << 10;
    private static final int LEAK_EVERY = 1_000;

    private final CountingStore store = new CountingStore();
    private final List<Object> leaked = new ArrayList<>();
    private final boolean isLeaking;
    private long received;

    private RecorderSoak(boolean isLeaking) {
        this.isLeaking = isLeaking;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new RecorderSoak(List.of(arguments).contains("leak")).run() > MAX_GROWTH_BYTES ? 1 : 0);
    }

    /// Returns by how many bytes the live heap exceeded that of the warm-up at most.
    private long run() throws IOException {
        Path folder = Files.createTempDirectory("recorder-soak");
        RejectedLines rejected = new RejectedLines(folder.resolve("rejected"), InstantSource.system(),
                line -> failOnDrop(CandleLines.of(line)));
        try (DiskSpool spool = DiskSpool.open(folder, 1 << 20, RecorderSoak::failOnDrop);
                CandleWriter writer = CandleWriter.open(
                        new CandleWriter.Destinations(store, spool, rejected, RecorderSoak::failOnDrop),
                        WriterLimits.standard(), new ThreadSupervisor(), new Telemetry())) {
            long growth = growth(
                    new FrameDecoder(CapturedFrames.topics(), new KlineListener(kline -> receive(kline, writer))));
            System.out.printf(
                    "%d candles in %d writes, %.2f writes per 10,000; heap growth at most %d bytes since the warm-up%n",
                    received, store.writes.get(), 10_000.0 * store.writes.get() / received, growth);
            return growth;
        }
    }

    private void receive(Kline kline, CandleWriter writer) {
        writer.add(kline::appendTo);
        if (++received % LEAK_EVERY == 0 && isLeaking) {
            leaked.add(kline.toCandle());
        }
    }

    private long growth(FrameDecoder decoder) {
        String[] frames = CapturedFrames.klines();
        long warm = 0;
        long growth = 0;
        for (int million = 1; million <= MILLIONS; million++) {
            long start = System.nanoTime();
            for (int i = 0; i < MILLION; i++) {
                decoder.decode(frames[i % frames.length]);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long alive = alive();
            warm = million == WARM_UP ? alive : warm;
            growth = million <= WARM_UP ? 0 : Math.max(growth, alive - warm);
            System.out.printf("%2d M frames, %.2f M/s, alive %,d bytes%n", million, 1 / seconds, alive);
        }
        return growth;
    }

    /// Returns the live heap while no candle is queued.
    private long alive() {
        while (store.candles.get() < received) {
            LockSupport.parkNanos(1_000_000);
        }
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void failOnDrop(CandleLines batch) {
        throw new IllegalStateException("the writer dropped %d candles".formatted(batch.count()));
    }

    /// Accepts everything and keeps nothing.
    private static final class CountingStore implements CandleStore {
        private final AtomicLong candles = new AtomicLong();
        private final AtomicLong writes = new AtomicLong();

        @Override
        public WriteResult write(CandleLines batch) {
            writes.incrementAndGet();
            candles.addAndGet(batch.count());
            return new WriteResult.Written();
        }

        @Override
        public void close() {}
    }
}
