package io.tradinghub.recorder.frame;

import java.util.ArrayList;
import java.util.List;

/// Reads kline frames by predicting every character between the values. Bybit writes the members in one order nearly always
/// (linear `topic data ts type`, spot `type topic data ts`, as captured); when it does not, [#read] says so and the frame is left to Jackson.
final class KlineReader {
    private static final char[] DATA = "\",\"data\":[{\"start\":".toCharArray();
    private static final char[] NEXT = ",{\"start\":".toCharArray();
    private static final char[] END = ",\"end\":".toCharArray();
    private static final char[] INTERVAL = ",\"interval\":\"".toCharArray();
    private static final char[] OPEN = "\",\"open\":\"".toCharArray();
    private static final char[] CLOSE = "\",\"close\":\"".toCharArray();
    private static final char[] HIGH = "\",\"high\":\"".toCharArray();
    private static final char[] LOW = "\",\"low\":\"".toCharArray();
    private static final char[] VOLUME = "\",\"volume\":\"".toCharArray();
    private static final char[] TURNOVER = "\",\"turnover\":\"".toCharArray();
    private static final char[] CLOSED = "\",\"confirm\":true,\"timestamp\":".toCharArray();
    private static final char[] STILL_OPEN = "\",\"confirm\":false,\"timestamp\":".toCharArray();
    private static final char[] END_OF_OBJECT = "}".toCharArray();
    private static final char[] STAMP = "],\"ts\":".toCharArray();
    private static final char[] TYPE = ",\"type\":\"snapshot\"}".toCharArray();

    private final List<Kline> klines = new ArrayList<>();
    private int count;

    /// Reads the frame behind its topic's name; false when anything was not as predicted, and then nothing read is valid.
    boolean read(FrameText text, Topic.Candles topic) {
        count = 0;
        text.skip(DATA);
        do {
            readCandle(text, topic, next(topic, text.chars()));
        } while (text.tries(NEXT));
        text.skip(STAMP);
        text.readWhole();
        if (!text.tries(TYPE)) {
            text.skip(END_OF_OBJECT);
        }
        return text.atEnd();
    }

    int count() {
        return count;
    }

    Kline kline(int index) {
        return klines.get(index);
    }

    private Kline next(Topic.Candles topic, char[] chars) {
        if (count == klines.size()) {
            klines.add(new Kline(topic, chars));
        }
        Kline kline = klines.get(count++);
        kline.begin(topic, chars);
        return kline;
    }

    private static void readCandle(FrameText text, Topic.Candles topic, Kline kline) {
        int from = text.position();
        long start = text.readWhole();
        kline.openTime(start, from, text.position());
        text.skip(END);
        if (text.readWhole() != start + topic.series().interval().millis() - 1) {
            text.fail();
        }
        text.skip(INTERVAL);
        text.skip(topic.intervalName());
        numeral(text, OPEN, kline, Kline.OPEN);
        numeral(text, CLOSE, kline, Kline.CLOSE);
        numeral(text, HIGH, kline, Kline.HIGH);
        numeral(text, LOW, kline, Kline.LOW);
        numeral(text, VOLUME, kline, Kline.VOLUME);
        numeral(text, TURNOVER, kline, Kline.TURNOVER);
        boolean closed = text.tries(CLOSED);
        if (!closed) {
            text.skip(STILL_OPEN);
        }
        kline.confirmed(closed);
        text.readWhole();
        text.skip(END_OF_OBJECT);
    }

    private static void numeral(FrameText text, char[] name, Kline kline, int field) {
        text.skip(name);
        int from = text.position();
        text.skipNumeral();
        if (!text.failed()) {
            kline.numeral(field, from, text.position());
        }
    }
}
