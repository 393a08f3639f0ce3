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

/// Ten million captured frames through decoder and writer into a store that only counts. After each million the queue
/// is let run empty and the heap is measured behind a full collection, so that what is counted is what is alive. The
/// first two million are the warm-up; exit code 1 when more is alive after any later one than [#MOST_GROWTH] above
/// that.
///
/// With the argument `leak` one candle of every thousand frames is kept, to see that the measurement would notice.
public final class RecorderSoak {
    private static final int MILLIONS = 10;
    private static final int WARM_UP = 2;
    private static final int MILLION = 1_000_000;
    private static final long MOST_GROWTH = 128 << 10;
    private static final int LEAK_EVERY = 1_000;

    private final CountingStore store = new CountingStore();
    private final List<Object> leaked = new ArrayList<>();
    private final boolean leaking;
    private long heard;

    private RecorderSoak(boolean leaking) {
        this.leaking = leaking;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new RecorderSoak(List.of(arguments).contains("leak")).run() > MOST_GROWTH ? 1 : 0);
    }

    /// How many bytes more were alive after any million than after the warm-up.
    private long run() throws IOException {
        Path folder = Files.createTempDirectory("recorder-soak");
        RejectedLines refused = new RejectedLines(folder.resolve("refused"), InstantSource.system(),
                line -> refuse(CandleLines.of(line)));
        try (DiskSpool spool = DiskSpool.open(folder, 1 << 20, RecorderSoak::refuse);
                CandleWriter writer = CandleWriter.open(
                        new CandleWriter.Destinations(store, spool, refused, RecorderSoak::refuse),
                        WriterLimits.standard(), new ThreadSupervisor(), new Telemetry())) {
            long growth = growth(
                    new FrameDecoder(CapturedFrames.topics(), new KlineListener(kline -> hear(kline, writer))));
            System.out.printf(
                    "%d candles in %d writes, %.2f writes per 10,000; grown by at most %d bytes since the warm-up%n",
                    heard, store.writes.get(), 10_000.0 * store.writes.get() / heard, growth);
            return growth;
        }
    }

    private void hear(Kline kline, CandleWriter writer) {
        writer.add(kline::appendTo);
        if (++heard % LEAK_EVERY == 0 && leaking) {
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

    /// The live heap while nothing is on its way.
    private long alive() {
        while (store.candles.get() < heard) {
            LockSupport.parkNanos(1_000_000);
        }
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void refuse(CandleLines batch) {
        throw new IllegalStateException("%d candles were lost".formatted(batch.count()));
    }

    /// Takes everything and keeps nothing.
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
