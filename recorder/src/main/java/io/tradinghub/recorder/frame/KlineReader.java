package io.tradinghub.recorder.frame;

import java.util.ArrayList;
import java.util.List;

/// Reads kline frames by predicting every character between the values. Bybit writes the members in one order nearly always
/// (linear `topic data ts type`, spot `type topic data ts`, as captured); when it does not, [#read] says so and the frame is left to Jackson.
final class KlineReader {
    private static final Literal DATA = Literal.of("\",\"data\":[{\"start\":");
    private static final Literal NEXT = Literal.of(",{\"start\":");
    private static final Literal END = Literal.of(",\"end\":");
    private static final Literal INTERVAL = Literal.of(",\"interval\":\"");
    private static final Literal OPEN = Literal.of("\",\"open\":\"");
    private static final Literal CLOSE = Literal.of("\",\"close\":\"");
    private static final Literal HIGH = Literal.of("\",\"high\":\"");
    private static final Literal LOW = Literal.of("\",\"low\":\"");
    private static final Literal VOLUME = Literal.of("\",\"volume\":\"");
    private static final Literal TURNOVER = Literal.of("\",\"turnover\":\"");
    private static final Literal CLOSED = Literal.of("\",\"confirm\":true,\"timestamp\":");
    private static final Literal STILL_OPEN = Literal.of("\",\"confirm\":false,\"timestamp\":");
    private static final Literal END_OF_OBJECT = Literal.of("}");
    private static final Literal STAMP = Literal.of("],\"ts\":");
    private static final Literal TYPE = Literal.of(",\"type\":\"snapshot\"}");

    private final List<Kline> klines = new ArrayList<>();
    private int count;

    /// Reads the frame behind its topic's name; false when anything was not as predicted, and then nothing read is valid.
    boolean read(FrameText text, Topic.Candles topic) {
        count = 0;
        text.skip(DATA);
        do {
            readCandle(text, topic, next(topic, text.bytes()));
        } while (text.tries(NEXT));
        text.skip(STAMP);
        text.readMillis();
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

    private Kline next(Topic.Candles topic, byte[] bytes) {
        if (count == klines.size()) {
            klines.add(new Kline(topic, bytes));
        }
        Kline kline = klines.get(count++);
        kline.begin(topic, bytes);
        return kline;
    }

    private static void readCandle(FrameText text, Topic.Candles topic, Kline kline) {
        int from = text.position();
        long start = text.readMillis();
        kline.openTime(start, from, text.position());
        text.skip(END);
        if (text.readMillis() != start + topic.series().interval().millis() - 1) {
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
        text.readMillis();
        text.skip(END_OF_OBJECT);
    }

    private static void numeral(FrameText text, Literal name, Kline kline, int field) {
        text.skip(name);
        int from = text.position();
        double value = text.readNumeral();
        kline.numeral(field, from, text.position(), value);
    }
}
