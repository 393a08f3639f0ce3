package io.tradinghub.recorder.frame;

import java.time.Instant;

import io.tradinghub.market.Quote;
import org.jspecify.annotations.Nullable;

/// Reads frames of `orderbook.1` by prediction, like [KlineReader]. Every such frame is a snapshot of one level.
final class QuoteReader {
    private static final Literal STAMP = Literal.of("\",\"ts\":");
    private static final Literal DATA = Literal.of(",\"type\":\"snapshot\",\"data\":{\"s\":\"");
    private static final Literal BIDS = Literal.of("\",\"b\":[[\"");
    private static final Literal SIZE = Literal.of("\",\"");
    private static final Literal ASKS = Literal.of("\"]],\"a\":[[\"");
    private static final Literal UPDATE = Literal.of("\"]],\"u\":");
    private static final Literal SEQUENCE = Literal.of(",\"seq\":");
    private static final Literal ENGINE_STAMP = Literal.of("},\"cts\":");
    private static final Literal LAST = Literal.of("}");

    private final Numeral bidPrice = new Numeral();
    private final Numeral bidSize = new Numeral();
    private final Numeral askPrice = new Numeral();
    private final Numeral askSize = new Numeral();

    /// The quote, or null when anything was not as predicted or the values cannot be a quote.
    @Nullable
    Quote read(FrameText frame, int from, Topic.Quotes topic) {
        byte[] text = frame.bytes();
        int at = Digits.pastMillis(text, STAMP.past(text, from));
        at = topic.symbolName().past(text, DATA.past(text, at));
        at = bidPrice.read(text, BIDS.past(text, at));
        at = bidSize.read(text, SIZE.past(text, at));
        at = askPrice.read(text, ASKS.past(text, at));
        at = askSize.read(text, SIZE.past(text, at));
        at = Digits.pastWhole(text, UPDATE.past(text, at));
        at = Digits.pastWhole(text, SEQUENCE.past(text, at));
        at = ENGINE_STAMP.past(text, at);
        long engineMillis = Digits.millis(text, at);
        if (!frame.isEnd(LAST.past(text, Digits.pastMillis(engineMillis, at))) || !bidPrice.isPositive(text)
                || !askPrice.isAtLeast(bidPrice, text)) {
            return null;
        }
        return new Quote(topic.instrument(), bidPrice.value(text), bidSize.value(text), askPrice.value(text), askSize.value(text),
                Instant.ofEpochMilli(engineMillis));
    }
}
