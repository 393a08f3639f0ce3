package io.tradinghub.benchmarks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.tradinghub.benchmarks.JacksonKlines.Frame;
import io.tradinghub.recorder.frame.FrameDecoder;
import io.tradinghub.recorder.frame.LineBuffer;
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

/// Converts a captured kline frame to line protocol: the recorder, which copies the exchange's digits, against Jackson
/// databind with the client library's `Point.toLineProtocol`. One operation is one frame.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FrameToLine {
    private final String[] frames = CapturedFrames.klines();
    private final JacksonKlines jackson = new JacksonKlines();
    private final LineBuffer lines = new LineBuffer(1 << 16);
    private final FrameDecoder decoder = new FrameDecoder(CapturedFrames.topics(),
            new KlineListener(kline -> kline.appendTo(lines)));
    private int next;

    /// Fails unless both give the same values; compares values, because the library sorts fields and drops trailing
    /// zeros.
    @Setup
    public void check() {
        List<Map<String, Object>> byJackson = new ArrayList<>();
        for (String frame : frames) {
            decoder.decode(frame);
            Frame bound = jackson.read(frame);
            bound.data().forEach(row -> byJackson.add(parsed(JacksonKlines.line(bound, row))));
        }
        List<Map<String, Object>> copied = lines.toLines().text().lines().map(FrameToLine::parsed).toList();
        if (!copied.equals(byJackson) || decoder.fallbacks() > 0) {
            throw new IllegalStateException(
                    "different lines, or %d frames read by Jackson".formatted(decoder.fallbacks()));
        }
    }

    private static Map<String, Object> parsed(String line) {
        String[] parts = line.split(" ", -1);
        Map<String, Object> values = new TreeMap<>();
        values.put("time", parts[2]);
        for (String member : (parts[0] + ',' + parts[1]).split(",", -1)) {
            int equals = member.indexOf('=');
            String value = member.substring(equals + 1);
            boolean field = parts[1].contains(member) && !value.equals("true") && !value.equals("false");
            values.put(equals < 0 ? "measurement" : member.substring(0, equals),
                    field ? new BigDecimal(value).stripTrailingZeros() : value);
        }
        return values;
    }

    private String frame() {
        next = next + 1 == frames.length ? 0 : next + 1;
        return frames[next];
    }

    @Benchmark
    public int decoder() {
        lines.clear();
        decoder.decode(frame());
        return lines.size();
    }

    @Benchmark
    public int jacksonAndPoint() {
        Frame bound = jackson.read(frame());
        int size = 0;
        for (JacksonKlines.Row row : bound.data()) {
            size += JacksonKlines.line(bound, row).length();
        }
        return size;
    }
}
