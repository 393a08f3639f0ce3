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

    /// The quote, or null when anything was not as predicted or the values cannot be a quote.
    @Nullable
    Quote read(FrameText text, Topic.Quotes topic) {
        text.skip(STAMP);
        text.readMillis();
        text.skip(DATA);
        text.skip(topic.symbolName());
        double bidPrice = numeral(text, BIDS);
        double bidSize = numeral(text, SIZE);
        double askPrice = numeral(text, ASKS);
        double askSize = numeral(text, SIZE);
        text.skip(UPDATE);
        text.readWhole();
        text.skip(SEQUENCE);
        text.readWhole();
        text.skip(ENGINE_STAMP);
        long engineMillis = text.readMillis();
        text.skip(LAST);
        if (!text.atEnd() || !(bidPrice > 0 && askPrice >= bidPrice)) {
            return null;
        }
        return new Quote(topic.instrument(), bidPrice, bidSize, askPrice, askSize, Instant.ofEpochMilli(engineMillis));
    }

    private static double numeral(FrameText text, Literal before) {
        text.skip(before);
        return text.readNumeral();
    }
}
