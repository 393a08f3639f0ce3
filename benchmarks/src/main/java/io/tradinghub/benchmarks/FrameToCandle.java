package io.tradinghub.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.tradinghub.benchmarks.JacksonKlines.Frame;
import io.tradinghub.market.Candle;
import io.tradinghub.recorder.frame.FrameDecoder;
import io.tradinghub.recorder.frame.Kline;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Decodes a captured kline frame to typed values: the recorder's decoder against Jackson databind. One operation is
/// one frame.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FrameToCandle {
    private final String[] frames = CapturedFrames.klines();
    private final JacksonKlines jackson = new JacksonKlines();
    private final List<Candle> decoded = new ArrayList<>();
    private final FrameDecoder checkedDecoder = new FrameDecoder(CapturedFrames.topics(),
            new KlineListener(kline -> decoded.add(kline.toCandle())));
    private final FrameDecoder decoder = new FrameDecoder(CapturedFrames.topics(), new KlineListener(this::sum));
    private double sum;
    private int next;

    /// Fails unless both give the same candles and the fast path reads every frame.
    @Setup
    public void check() {
        List<Candle> byJackson = new ArrayList<>();
        for (String frame : frames) {
            checkedDecoder.decode(frame);
            Frame bound = jackson.read(frame);
            bound.data().forEach(row -> byJackson.add(JacksonKlines.candle(bound, row)));
        }
        if (!decoded.equals(byJackson) || checkedDecoder.fallbacks() > 0) {
            throw new IllegalStateException(
                    "different candles, or %d frames read by Jackson".formatted(checkedDecoder.fallbacks()));
        }
    }

    private void sum(Kline kline) {
        sum += kline.openTimeMillis() + kline.open() + kline.high() + kline.low() + kline.close() + kline.volume()
                + kline.turnover() + (kline.isConfirmed() ? 1 : 0);
    }

    private String frame() {
        next = next + 1 == frames.length ? 0 : next + 1;
        return frames[next];
    }

    @Benchmark
    public double decoder() {
        decoder.decode(frame());
        return sum;
    }

    @Benchmark
    public double jackson() {
        Frame bound = jackson.read(frame());
        for (JacksonKlines.Row row : bound.data()) {
            Candle candle = JacksonKlines.candle(bound, row);
            sum += candle.openTimeMillis() + candle.open() + candle.high() + candle.low() + candle.close()
                    + candle.volume()
                    + candle.turnover() + (row.confirm() ? 1 : 0);
        }
        return sum;
    }
}
