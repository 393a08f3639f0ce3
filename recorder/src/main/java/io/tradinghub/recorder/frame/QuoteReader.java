package io.tradinghub.recorder.frame;

import java.time.Instant;

import io.tradinghub.market.Quote;
import org.jspecify.annotations.Nullable;

/// Reads `orderbook.1` frames on the fast path, like [KlineReader]. Every such frame is a snapshot of one level.
final class QuoteReader {
    private static final AsciiLiteral TIMESTAMP = AsciiLiteral.of("\",\"ts\":");
    private static final AsciiLiteral DATA = AsciiLiteral.of(",\"type\":\"snapshot\",\"data\":{\"s\":\"");
    private static final AsciiLiteral BIDS = AsciiLiteral.of("\",\"b\":[[\"");
    private static final AsciiLiteral SIZE = AsciiLiteral.of("\",\"");
    private static final AsciiLiteral ASKS = AsciiLiteral.of("\"]],\"a\":[[\"");
    private static final AsciiLiteral UPDATE = AsciiLiteral.of("\"]],\"u\":");
    private static final AsciiLiteral SEQUENCE = AsciiLiteral.of(",\"seq\":");
    private static final AsciiLiteral ENGINE_TIMESTAMP = AsciiLiteral.of("},\"cts\":");
    private static final AsciiLiteral END_OF_OBJECT = AsciiLiteral.of("}");

    private final DecimalSlice bidPrice = new DecimalSlice();
    private final DecimalSlice bidSize = new DecimalSlice();
    private final DecimalSlice askPrice = new DecimalSlice();
    private final DecimalSlice askSize = new DecimalSlice();

    /// Returns the quote, or null if any text does not match or the values cannot be a quote.
    @Nullable
    Quote read(FrameText frame, int from, Topic.Quotes topic) {
        byte[] text = frame.bytes();
        int at = SwarDigits.matchMillis(text, TIMESTAMP.match(text, from));
        at = topic.symbolName().match(text, DATA.match(text, at));
        at = bidPrice.read(text, BIDS.match(text, at));
        at = bidSize.read(text, SIZE.match(text, at));
        at = askPrice.read(text, ASKS.match(text, at));
        at = askSize.read(text, SIZE.match(text, at));
        at = SwarDigits.matchWhole(text, UPDATE.match(text, at));
        at = SwarDigits.matchWhole(text, SEQUENCE.match(text, at));
        at = ENGINE_TIMESTAMP.match(text, at);
        long engineMillis = SwarDigits.millis(text, at);
        if (!frame.isEnd(END_OF_OBJECT.match(text, SwarDigits.matchMillis(engineMillis, at)))
                || !bidPrice.isPositive(text)
                || !askPrice.isAtLeast(bidPrice, text)) {
            return null;
        }
        return new Quote(topic.instrument(), bidPrice.value(text), bidSize.value(text), askPrice.value(text),
                askSize.value(text), Instant.ofEpochMilli(engineMillis));
    }
}
