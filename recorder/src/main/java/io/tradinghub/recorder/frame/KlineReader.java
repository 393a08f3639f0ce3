package io.tradinghub.recorder.frame;

import java.util.Arrays;

/// Reads kline frames on the fast path, by matching the fixed text between the values. Bybit nearly always sends the
/// members in the same order (linear `topic data ts type`, spot `type topic data ts`, as captured); any other order
/// makes [#read] return false, and Jackson reads the frame.
final class KlineReader {
    private static final AsciiLiteral DATA = AsciiLiteral.of("\",\"data\":[{\"start\":");
    private static final AsciiLiteral NEXT = AsciiLiteral.of(",{\"start\":");
    private static final AsciiLiteral END = AsciiLiteral.of(",\"end\":");
    private static final AsciiLiteral INTERVAL = AsciiLiteral.of(",\"interval\":\"");
    private static final AsciiLiteral OPEN = AsciiLiteral.of("\",\"open\":\"");
    private static final AsciiLiteral CLOSE = AsciiLiteral.of("\",\"close\":\"");
    private static final AsciiLiteral HIGH = AsciiLiteral.of("\",\"high\":\"");
    private static final AsciiLiteral LOW = AsciiLiteral.of("\",\"low\":\"");
    private static final AsciiLiteral VOLUME = AsciiLiteral.of("\",\"volume\":\"");
    private static final AsciiLiteral TURNOVER = AsciiLiteral.of("\",\"turnover\":\"");
    private static final AsciiLiteral CLOSED = AsciiLiteral.of("\",\"confirm\":true,\"timestamp\":");
    private static final AsciiLiteral STILL_OPEN = AsciiLiteral.of("\",\"confirm\":false,\"timestamp\":");
    private static final AsciiLiteral END_OF_OBJECT = AsciiLiteral.of("}");
    private static final AsciiLiteral TIMESTAMP = AsciiLiteral.of("],\"ts\":");
    private static final AsciiLiteral TYPE = AsciiLiteral.of(",\"type\":\"snapshot\"}");

    private Kline[] klines = {};
    private int count;

    /// Reads the frame from after its topic's name. Returns false if any text does not match or a candle cannot exist;
    /// then nothing that was read is valid.
    boolean read(FrameText frame, int from, Topic.Candles topic) {
        byte[] text = frame.bytes();
        count = 0;
        int at = readCandle(text, DATA.match(text, from), topic, next(topic, text));
        for (int more = NEXT.match(text, at); more != FrameText.NO_MATCH; more = NEXT.match(text, at)) {
            at = readCandle(text, more, topic, next(topic, text));
        }
        at = SwarDigits.matchMillis(text, TIMESTAMP.match(text, at));
        int end = TYPE.match(text, at);
        return frame.isEnd(end == FrameText.NO_MATCH ? END_OF_OBJECT.match(text, at) : end);
    }

    int count() {
        return count;
    }

    Kline kline(int index) {
        return klines[index];
    }

    private Kline next(Topic.Candles topic, byte[] text) {
        if (count == klines.length) {
            klines = Arrays.copyOf(klines, count + 1);
            klines[count] = new Kline(topic, text);
        }
        Kline kline = klines[count++];
        kline.reset(topic, text);
        return kline;
    }

    /// Split into three methods, each small enough for the JIT to compile as a whole.
    private static int readCandle(byte[] text, int from, Topic.Candles topic, Kline kline) {
        int at = readPrices(text, readTimes(text, from, topic, kline), kline);
        at = readVolumes(text, at, kline);
        return at == FrameText.NO_MATCH || kline.isPossible() ? at : FrameText.NO_MATCH;
    }

    private static int readTimes(byte[] text, int from, Topic.Candles topic, Kline kline) {
        long start = SwarDigits.millis(text, from);
        int startEnd = SwarDigits.matchMillis(start, from);
        int at = END.match(text, startEnd);
        long end = SwarDigits.millis(text, at);
        if (end != start + topic.intervalMillis() - 1) {
            return FrameText.NO_MATCH;
        }
        kline.openTime(start, from, startEnd);
        return topic.intervalName().match(text, INTERVAL.match(text, SwarDigits.matchMillis(end, at)));
    }

    private static int readPrices(byte[] text, int from, Kline kline) {
        int at = kline.open.read(text, OPEN.match(text, from));
        at = kline.close.read(text, CLOSE.match(text, at));
        at = kline.high.read(text, HIGH.match(text, at));
        return kline.low.read(text, LOW.match(text, at));
    }

    private static int readVolumes(byte[] text, int from, Kline kline) {
        int at = kline.volume.read(text, VOLUME.match(text, from));
        at = kline.turnover.read(text, TURNOVER.match(text, at));
        int closed = CLOSED.match(text, at);
        kline.confirmed(closed != FrameText.NO_MATCH);
        at = closed == FrameText.NO_MATCH ? STILL_OPEN.match(text, at) : closed;
        return END_OF_OBJECT.match(text, SwarDigits.matchMillis(text, at));
    }
}
