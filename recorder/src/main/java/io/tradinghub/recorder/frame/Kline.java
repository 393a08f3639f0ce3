package io.tradinghub.recorder.frame;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// One candle of a kline frame: its values, and the exchange's own digits for writing them unchanged. The decoder
/// reuses it; callers keep a copy with [#toCandle] or [#appendTo].
public final class Kline {
    private static final AsciiLiteral HIGH = AsciiLiteral.of(",high=");
    private static final AsciiLiteral LOW = AsciiLiteral.of(",low=");
    private static final AsciiLiteral CLOSE = AsciiLiteral.of(",close=");
    private static final AsciiLiteral VOLUME = AsciiLiteral.of(",volume=");
    private static final AsciiLiteral TURNOVER = AsciiLiteral.of(",turnover=");
    private static final AsciiLiteral CLOSED = AsciiLiteral.of(",confirmed=true ");
    private static final AsciiLiteral STILL_OPEN = AsciiLiteral.of(",confirmed=false ");
    /// Prefix, field names, seven numbers of at most 40 digits, and the bytes written beyond the end.
    private static final int MAX_LINE_BYTES = 512;

    final DecimalSlice open = new DecimalSlice();
    final DecimalSlice high = new DecimalSlice();
    final DecimalSlice low = new DecimalSlice();
    final DecimalSlice close = new DecimalSlice();
    final DecimalSlice volume = new DecimalSlice();
    final DecimalSlice turnover = new DecimalSlice();
    private Topic.Candles topic;
    private byte[] text;
    private int startFrom;
    private int startTo;
    private long openTimeMillis;
    private boolean confirmed;

    Kline(Topic.Candles topic, byte[] text) {
        this.topic = topic;
        this.text = text;
    }

    /// Makes a candle from a text that holds start and values without separators, in the order of a line, followed by
    /// 16 bytes of padding.
    ///
    /// @param ends the position after each of them
    static Kline of(Topic.Candles topic, long start, byte[] text, int[] ends) {
        Kline kline = new Kline(topic, text);
        kline.openTime(start, 0, ends[0]);
        DecimalSlice[] values = {kline.open, kline.high, kline.low, kline.close, kline.volume, kline.turnover};
        for (int i = 0; i < values.length; i++) {
            values[i].set(ends[i], ends[i + 1]);
        }
        return kline;
    }

    void reset(Topic.Candles newTopic, byte[] newText) {
        topic = newTopic;
        text = newText;
    }

    void openTime(long millis, int start, int end) {
        openTimeMillis = millis;
        startFrom = start;
        startTo = end;
    }

    void confirmed(boolean closed) {
        confirmed = closed;
    }

    /// Whether such a candle can exist, by the rules of [Candle].
    boolean isPossible() {
        return low.isPositive(text) && open.isAtLeast(low, text) && close.isAtLeast(low, text)
                && high.isAtLeast(open, text)
                && high.isAtLeast(close, text) && isAlignedToInterval();
    }

    /// Exact for times up to 2^53, and much faster than a remainder of longs.
    private boolean isAlignedToInterval() {
        double candles = (double) openTimeMillis / topic.intervalMillis();
        return candles == (long) candles;
    }

    public SeriesId series() {
        return topic.series();
    }

    public long openTimeMillis() {
        return openTimeMillis;
    }

    /// Whether the exchange confirmed the candle as closed.
    public boolean isConfirmed() {
        return confirmed;
    }

    public double open() {
        return open.value(text);
    }

    public double high() {
        return high.value(text);
    }

    public double low() {
        return low.value(text);
    }

    public double close() {
        return close.value(text);
    }

    public double volume() {
        return volume.value(text);
    }

    public double turnover() {
        return turnover.value(text);
    }

    public Candle toCandle() {
        return new Candle(series(), openTimeMillis, open(), high(), low(), close(), volume(), turnover());
    }

    /// Appends this candle as one line of line protocol, in the exchange's digits.
    public void appendTo(LineBuffer lines) {
        byte[] target = lines.reserve(MAX_LINE_BYTES);
        int at = topic.putLinePrefix(target, lines.size());
        at = open.put(text, target, at);
        at = high.put(text, target, HIGH.put(target, at));
        at = low.put(text, target, LOW.put(target, at));
        at = close.put(text, target, CLOSE.put(target, at));
        at = volume.put(text, target, VOLUME.put(target, at));
        at = turnover.put(text, target, TURNOVER.put(target, at));
        at = confirmed ? CLOSED.put(target, at) : STILL_OPEN.put(target, at);
        lines.endLine(LittleEndianLongs.copy(text, startFrom, startTo, target, at));
    }
}
