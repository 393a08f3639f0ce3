package io.tradinghub.recorder.frame;

import java.time.Instant;

import io.tradinghub.market.Quote;
import org.jspecify.annotations.Nullable;

/// Reads frames of `orderbook.1` by prediction, like [KlineReader]. Every such frame is a snapshot of one level.
final class QuoteReader {
    private static final AsciiWord STAMP = AsciiWord.of("\",\"ts\":");
    private static final AsciiWord DATA = AsciiWord.of(",\"type\":\"snapshot\",\"data\":{\"s\":\"");
    private static final AsciiWord BIDS = AsciiWord.of("\",\"b\":[[\"");
    private static final AsciiWord SIZE = AsciiWord.of("\",\"");
    private static final AsciiWord ASKS = AsciiWord.of("\"]],\"a\":[[\"");
    private static final AsciiWord UPDATE = AsciiWord.of("\"]],\"u\":");
    private static final AsciiWord SEQUENCE = AsciiWord.of(",\"seq\":");
    private static final AsciiWord ENGINE_STAMP = AsciiWord.of("},\"cts\":");
    private static final AsciiWord LAST = AsciiWord.of("}");

    private final Numeral bidPrice = new Numeral();
    private final Numeral bidSize = new Numeral();
    private final Numeral askPrice = new Numeral();
    private final Numeral askSize = new Numeral();

    /// The quote, or null when anything was not as predicted or the values cannot be a quote.
    @Nullable
    Quote read(FrameText frame, int from, Topic.Quotes topic) {
        byte[] text = frame.bytes();
        int at = DigitWords.pastMillis(text, STAMP.past(text, from));
        at = topic.symbolName().past(text, DATA.past(text, at));
        at = bidPrice.read(text, BIDS.past(text, at));
        at = bidSize.read(text, SIZE.past(text, at));
        at = askPrice.read(text, ASKS.past(text, at));
        at = askSize.read(text, SIZE.past(text, at));
        at = DigitWords.pastWhole(text, UPDATE.past(text, at));
        at = DigitWords.pastWhole(text, SEQUENCE.past(text, at));
        at = ENGINE_STAMP.past(text, at);
        long engineMillis = DigitWords.millis(text, at);
        if (!frame.isEnd(LAST.past(text, DigitWords.pastMillis(engineMillis, at))) || !bidPrice.isPositive(text)
                || !askPrice.isAtLeast(bidPrice, text)) {
            return null;
        }
        return new Quote(topic.instrument(), bidPrice.value(text), bidSize.value(text), askPrice.value(text),
                askSize.value(text),
                Instant.ofEpochMilli(engineMillis));
    }
}
