package io.tradinghub.market;

import java.nio.charset.StandardCharsets;

/// A batch of candles in the form in which they are written, spooled and set aside: InfluxDB line protocol, UTF-8, one
/// candle a line, every line ended by a newline.
///
/// One line reads `kline,category=linear,interval=1,symbol=BTCUSDT
/// open=1,high=2,low=1,close=2,volume=3,turnover=4,confirmed=true 1719792000000`, the digits being the exchange's own
/// and the time in milliseconds. The bytes are not copied: whoever makes a batch leaves them alone afterwards.
public final class CandleLines {
    private final byte[] bytes;
    private final int count;

    public CandleLines(byte[] bytes, int count) {
        this.bytes = bytes;
        this.count = count;
    }

    /// A batch of these lines, each ended by a newline.
    public static CandleLines of(String text) {
        return new CandleLines(text.getBytes(StandardCharsets.UTF_8),
                (int) text.chars().filter(c -> c == '\n').count());
    }

    public byte[] bytes() {
        return bytes;
    }

    /// How many lines, and so candles, there are.
    public int count() {
        return count;
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
