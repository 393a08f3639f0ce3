package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// One candle of a frame: its values, and the exchange's own digits for writing it on. Reused; whoever wants to keep one takes
/// [#toCandle] or [#appendTo].
public final class Kline {
    static final int START = 0;
    static final int OPEN = 1;
    static final int CLOSE = 2;
    static final int HIGH = 3;
    static final int LOW = 4;
    static final int VOLUME = 5;
    static final int TURNOVER = 6;
    private static final int FIELDS = 7;
    private static final byte[] HIGH_IS = ",high=".getBytes(US_ASCII);
    private static final byte[] LOW_IS = ",low=".getBytes(US_ASCII);
    private static final byte[] CLOSE_IS = ",close=".getBytes(US_ASCII);
    private static final byte[] VOLUME_IS = ",volume=".getBytes(US_ASCII);
    private static final byte[] TURNOVER_IS = ",turnover=".getBytes(US_ASCII);
    private static final byte[] CLOSED = ",confirmed=true ".getBytes(US_ASCII);
    private static final byte[] STILL_OPEN = ",confirmed=false ".getBytes(US_ASCII);
    /// The prefix, the field names and seven numerals of at most 40 digits.
    private static final int LONGEST_LINE = 512;

    private final int[] from = new int[FIELDS];
    private final int[] to = new int[FIELDS];
    private final double[] values = new double[FIELDS];
    private Topic.Candles topic;
    private byte[] text;
    private long openTimeMillis;
    private boolean confirmed;

    Kline(Topic.Candles topic, byte[] text) {
        this.topic = topic;
        this.text = text;
    }

    void begin(Topic.Candles newTopic, byte[] newText) {
        topic = newTopic;
        text = newText;
    }

    void numeral(int field, int start, int end, double value) {
        from[field] = start;
        to[field] = end;
        values[field] = value;
    }

    void openTime(long millis, int start, int end) {
        openTimeMillis = millis;
        from[START] = start;
        to[START] = end;
    }

    void confirmed(boolean closed) {
        confirmed = closed;
    }

    /// Whether such a candle can exist; the rules are those of [Candle].
    boolean isPossible() {
        double low = values[LOW];
        double high = values[HIGH];
        return low > 0 && high >= low && high < Double.POSITIVE_INFINITY && within(values[OPEN]) && within(values[CLOSE])
                && values[VOLUME] < Double.POSITIVE_INFINITY && values[TURNOVER] < Double.POSITIVE_INFINITY
                && openTimeMillis % topic.series().interval().millis() == 0;
    }

    private boolean within(double price) {
        return price >= values[LOW] && price <= values[HIGH];
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
        return values[OPEN];
    }

    public double high() {
        return values[HIGH];
    }

    public double low() {
        return values[LOW];
    }

    public double close() {
        return values[CLOSE];
    }

    public double volume() {
        return values[VOLUME];
    }

    public double turnover() {
        return values[TURNOVER];
    }

    public Candle toCandle() {
        return new Candle(series(), openTimeMillis, open(), high(), low(), close(), volume(), turnover());
    }

    /// Adds this candle as one line of line protocol, in the digits of the exchange.
    public void appendTo(LineBuffer lines) {
        lines.reserve(LONGEST_LINE);
        lines.put(topic.linePrefix());
        put(lines, OPEN);
        lines.put(HIGH_IS);
        put(lines, HIGH);
        lines.put(LOW_IS);
        put(lines, LOW);
        lines.put(CLOSE_IS);
        put(lines, CLOSE);
        lines.put(VOLUME_IS);
        put(lines, VOLUME);
        lines.put(TURNOVER_IS);
        put(lines, TURNOVER);
        lines.put(confirmed ? CLOSED : STILL_OPEN);
        put(lines, START);
        lines.endLine();
    }

    private void put(LineBuffer lines, int field) {
        lines.put(text, from[field], to[field]);
    }
}
