package io.tradinghub.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.DoubleSupplier;

import com.sun.management.ThreadMXBean;

/// Runs the work of [FrameToCandle] and [FrameToLine] in one process. The four contenders take turns; each turn is
/// measured in CPU time and the best of [#TURNS] counts, so that other load on the machine disturbs little. Prints
/// frames per second, bytes per frame and the two ratios.
public final class FrameSpeed {
    private static final int TURNS = 40;
    private static final int FRAMES = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private FrameSpeed() {}

    public static void main(String[] arguments) {
        FrameToCandle candle = new FrameToCandle();
        candle.check();
        FrameToLine line = new FrameToLine();
        line.check();
        Contender toCandle = new Contender("frame to candle, recorder", candle::decoder);
        Contender byJackson = new Contender("frame to candle, Jackson", candle::jackson);
        Contender toLine = new Contender("frame to line, recorder", line::decoder);
        Contender byPoint = new Contender("frame to line, Jackson and Point", line::jacksonAndPoint);
        List<Contender> all = List.of(toCandle, byJackson, toLine, byPoint);
        double sum = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            for (Contender contender : all) {
                sum += contender.turn();
            }
        }
        all.forEach(Contender::print);
        System.out.printf("ratio to candle %.1f, ratio to line %.1f (checksum %.3e)%n", toCandle.best / byJackson.best,
                toLine.best / byPoint.best, sum);
    }

    /// One implementation and its best result.
    private static final class Contender {
        private final String name;
        private final DoubleSupplier work;
        private double best;
        private double bytes;

        Contender(String name, DoubleSupplier work) {
            this.name = name;
            this.work = work;
        }

        double turn() {
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long nanosBefore = THREADS.getCurrentThreadCpuTime();
            double sum = 0;
            for (int i = 0; i < FRAMES; i++) {
                sum += work.getAsDouble();
            }
            best = Math.max(best, FRAMES * 1e3 / (THREADS.getCurrentThreadCpuTime() - nanosBefore));
            bytes = (double) (THREADS.getCurrentThreadAllocatedBytes() - bytesBefore) / FRAMES;
            return sum;
        }

        void print() {
            System.out.printf("%-34s %6.2f M frames/s %8.1f bytes a frame%n", name, best, bytes);
        }
    }
}
