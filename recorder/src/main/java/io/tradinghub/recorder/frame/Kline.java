package io.tradinghub.recorder.frame;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// One candle of a frame: its values, and the exchange's own digits for writing it on. Reused; whoever wants to keep
/// one takes [#toCandle] or [#appendTo].
public final class Kline {
    private static final AsciiWord HIGH_IS = AsciiWord.of(",high=");
    private static final AsciiWord LOW_IS = AsciiWord.of(",low=");
    private static final AsciiWord CLOSE_IS = AsciiWord.of(",close=");
    private static final AsciiWord VOLUME_IS = AsciiWord.of(",volume=");
    private static final AsciiWord TURNOVER_IS = AsciiWord.of(",turnover=");
    private static final AsciiWord CLOSED = AsciiWord.of(",confirmed=true ");
    private static final AsciiWord STILL_OPEN = AsciiWord.of(",confirmed=false ");
    /// The prefix, the field names, seven numerals of at most 40 digits, and what is written beyond the end.
    private static final int LONGEST_LINE = 512;

    final Numeral open = new Numeral();
    final Numeral high = new Numeral();
    final Numeral low = new Numeral();
    final Numeral close = new Numeral();
    final Numeral volume = new Numeral();
    final Numeral turnover = new Numeral();
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

    /// A candle whose start and values stand one right behind the other, in the order of a line, with two words of room
    /// behind them.
    ///
    /// @param ends where each of them ends
    static Kline of(Topic.Candles topic, long start, byte[] text, int[] ends) {
        Kline kline = new Kline(topic, text);
        kline.openTime(start, 0, ends[0]);
        Numeral[] numerals = {kline.open, kline.high, kline.low, kline.close, kline.volume, kline.turnover};
        for (int i = 0; i < numerals.length; i++) {
            numerals[i].set(ends[i], ends[i + 1]);
        }
        return kline;
    }

    void begin(Topic.Candles newTopic, byte[] newText) {
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

    /// Whether such a candle can exist; the rules are those of [Candle].
    boolean isPossible() {
        return low.isPositive(text) && open.isAtLeast(low, text) && close.isAtLeast(low, text)
                && high.isAtLeast(open, text)
                && high.isAtLeast(close, text) && isOnTheInterval();
    }

    /// Exact for times up to 2^53 and far quicker than a remainder of longs.
    private boolean isOnTheInterval() {
        double candles = (double) openTimeMillis / topic.intervalMillis();
        return candles == (long) candles;
    }

    public SeriesId series() {
        return topic.series();
    }

    public long openTimeMillis() {
        return openTimeMillis;
    }

    /// Whether the candle is closed for good.
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

    /// Adds this candle as one line of line protocol, in the digits of the exchange.
    public void appendTo(LineBuffer lines) {
        byte[] target = lines.room(LONGEST_LINE);
        int at = topic.putLinePrefix(target, lines.size());
        at = open.put(text, target, at);
        at = high.put(text, target, HIGH_IS.put(target, at));
        at = low.put(text, target, LOW_IS.put(target, at));
        at = close.put(text, target, CLOSE_IS.put(target, at));
        at = volume.put(text, target, VOLUME_IS.put(target, at));
        at = turnover.put(text, target, TURNOVER_IS.put(target, at));
        at = confirmed ? CLOSED.put(target, at) : STILL_OPEN.put(target, at);
        lines.endLine(Words.copy(text, startFrom, startTo, target, at));
    }
}
