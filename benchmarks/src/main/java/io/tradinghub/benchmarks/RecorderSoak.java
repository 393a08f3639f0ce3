package io.tradinghub.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.FrameDecoder;
import io.tradinghub.recorder.write.CandleWriter;
import io.tradinghub.recorder.write.DiskSpool;
import io.tradinghub.recorder.write.RefusedLines;
import io.tradinghub.recorder.write.WriterLimits;

/// Ten million captured frames through decoder and writer into a store that only counts; the heap after a collection must stay where it is.
/// Exit code 1 when it has grown by more than a megabyte from the second million to the last.
public final class RecorderSoak {
    private static final int MILLIONS = 10;
    private static final int MILLION = 1_000_000;
    private static final long MOST_GROWTH = 1 << 20;

    private RecorderSoak() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("recorder-soak");
        Telemetry telemetry = new Telemetry();
        CountingStore store = new CountingStore();
        long second = 0;
        long last = 0;
        try (DiskSpool spool = DiskSpool.open(folder, 1 << 20, _ -> {
        });
                CandleWriter writer = CandleWriter.open(store, spool,
                        new RefusedLines(folder.resolve("refused"), InstantSource.system()),
                        _ -> {
                        }, WriterLimits.standard(), telemetry)) {
            FrameDecoder decoder = new FrameDecoder(CapturedFrames.topics(), new KlineEars(kline -> writer.add(kline::appendTo)));
            String[] frames = CapturedFrames.klines();
            for (int million = 1; million <= MILLIONS; million++) {
                long start = System.nanoTime();
                for (int i = 0; i < MILLION; i++) {
                    decoder.decode(frames[i % frames.length]);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                last = usedHeap();
                second = million == 2 ? last : second;
                System.out.printf("%2d M frames, %.2f M/s, heap after collection %.2f MB%n", million, 1 / seconds, last / 1e6);
            }
        }
        System.out.printf("%d candles in %d writes, %.2f writes per 10,000%n", store.candles.get(), store.writes.get(),
                10_000.0 * store.writes.get() / store.candles.get());
        System.exit(last - second > MOST_GROWTH ? 1 : 0);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Takes everything and keeps nothing.
    private static final class CountingStore implements CandleStore {
        private final AtomicLong candles = new AtomicLong();
        private final AtomicLong writes = new AtomicLong();

        @Override
        public WriteResult write(CandleLines batch) {
            candles.addAndGet(batch.count());
            writes.incrementAndGet();
            return new WriteResult.Written();
        }

        @Override
        public void close() {}
    }
}
