package io.tradinghub.recorder.frame;

import java.util.Arrays;

/// Reads kline frames by predicting every character between the values. Bybit writes the members in one order nearly
/// always (linear `topic data ts type`, spot `type topic data ts`, as captured); when it does not, [#read] says so and
/// the frame is left to Jackson.
final class KlineReader {
    private static final AsciiWord DATA = AsciiWord.of("\",\"data\":[{\"start\":");
    private static final AsciiWord NEXT = AsciiWord.of(",{\"start\":");
    private static final AsciiWord END = AsciiWord.of(",\"end\":");
    private static final AsciiWord INTERVAL = AsciiWord.of(",\"interval\":\"");
    private static final AsciiWord OPEN = AsciiWord.of("\",\"open\":\"");
    private static final AsciiWord CLOSE = AsciiWord.of("\",\"close\":\"");
    private static final AsciiWord HIGH = AsciiWord.of("\",\"high\":\"");
    private static final AsciiWord LOW = AsciiWord.of("\",\"low\":\"");
    private static final AsciiWord VOLUME = AsciiWord.of("\",\"volume\":\"");
    private static final AsciiWord TURNOVER = AsciiWord.of("\",\"turnover\":\"");
    private static final AsciiWord CLOSED = AsciiWord.of("\",\"confirm\":true,\"timestamp\":");
    private static final AsciiWord STILL_OPEN = AsciiWord.of("\",\"confirm\":false,\"timestamp\":");
    private static final AsciiWord END_OF_OBJECT = AsciiWord.of("}");
    private static final AsciiWord STAMP = AsciiWord.of("],\"ts\":");
    private static final AsciiWord TYPE = AsciiWord.of(",\"type\":\"snapshot\"}");

    private Kline[] klines = {};
    private int count;

    /// Reads the frame from behind its topic's name; false when anything was not as predicted or a candle cannot exist,
    /// and then nothing read is valid.
    boolean read(FrameText frame, int from, Topic.Candles topic) {
        byte[] text = frame.bytes();
        count = 0;
        int at = readCandle(text, DATA.past(text, from), topic, next(topic, text));
        for (int more = NEXT.past(text, at); more != FrameText.NOWHERE; more = NEXT.past(text, at)) {
            at = readCandle(text, more, topic, next(topic, text));
        }
        at = DigitWords.pastMillis(text, STAMP.past(text, at));
        int end = TYPE.past(text, at);
        return frame.isEnd(end == FrameText.NOWHERE ? END_OF_OBJECT.past(text, at) : end);
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
        kline.begin(topic, text);
        return kline;
    }

    /// In three steps of a size that the runtime compiles in one piece.
    private static int readCandle(byte[] text, int from, Topic.Candles topic, Kline kline) {
        int at = readPrices(text, readTimes(text, from, topic, kline), kline);
        at = readRest(text, at, kline);
        return at == FrameText.NOWHERE || kline.isPossible() ? at : FrameText.NOWHERE;
    }

    private static int readTimes(byte[] text, int from, Topic.Candles topic, Kline kline) {
        long start = DigitWords.millis(text, from);
        int started = DigitWords.pastMillis(start, from);
        int at = END.past(text, started);
        long end = DigitWords.millis(text, at);
        if (end != start + topic.intervalMillis() - 1) {
            return FrameText.NOWHERE;
        }
        kline.openTime(start, from, started);
        return topic.intervalName().past(text, INTERVAL.past(text, DigitWords.pastMillis(end, at)));
    }

    private static int readPrices(byte[] text, int from, Kline kline) {
        int at = kline.open.read(text, OPEN.past(text, from));
        at = kline.close.read(text, CLOSE.past(text, at));
        at = kline.high.read(text, HIGH.past(text, at));
        return kline.low.read(text, LOW.past(text, at));
    }

    private static int readRest(byte[] text, int from, Kline kline) {
        int at = kline.volume.read(text, VOLUME.past(text, from));
        at = kline.turnover.read(text, TURNOVER.past(text, at));
        int closed = CLOSED.past(text, at);
        kline.confirmed(closed != FrameText.NOWHERE);
        at = closed == FrameText.NOWHERE ? STILL_OPEN.past(text, at) : closed;
        return END_OF_OBJECT.past(text, DigitWords.pastMillis(text, at));
    }
}
