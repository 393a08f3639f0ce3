package io.tradinghub.recorder.frame;

import java.time.Instant;

import io.tradinghub.market.Quote;
import org.jspecify.annotations.Nullable;

/// Reads frames of `orderbook.1` by prediction, like [KlineReader]. Every such frame is a snapshot of one level.
final class QuoteReader {
    private static final char[] STAMP = "\",\"ts\":".toCharArray();
    private static final char[] DATA = ",\"type\":\"snapshot\",\"data\":{\"s\":\"".toCharArray();
    private static final char[] BIDS = "\",\"b\":[[\"".toCharArray();
    private static final char[] SIZE = "\",\"".toCharArray();
    private static final char[] ASKS = "\"]],\"a\":[[\"".toCharArray();
    private static final char[] UPDATE = "\"]],\"u\":".toCharArray();
    private static final char[] SEQUENCE = ",\"seq\":".toCharArray();
    private static final char[] ENGINE_STAMP = "},\"cts\":".toCharArray();
    private static final char[] LAST = "}".toCharArray();

    /// The quote, or null when anything was not as predicted or the values cannot be a quote.
    @Nullable
    Quote read(FrameText text, Topic.Quotes topic) {
        text.skip(STAMP);
        text.readWhole();
        text.skip(DATA);
        String symbol = topic.instrument().symbol().name();
        text.skip(symbol);
        double bidPrice = numeral(text, BIDS);
        double bidSize = numeral(text, SIZE);
        double askPrice = numeral(text, ASKS);
        double askSize = numeral(text, SIZE);
        text.skip(UPDATE);
        text.readWhole();
        text.skip(SEQUENCE);
        text.readWhole();
        text.skip(ENGINE_STAMP);
        long engineMillis = text.readWhole();
        text.skip(LAST);
        if (!text.atEnd() || !(bidPrice > 0 && askPrice >= bidPrice)) {
            return null;
        }
        return new Quote(topic.instrument(), bidPrice, bidSize, askPrice, askSize, Instant.ofEpochMilli(engineMillis));
    }

    private static double numeral(FrameText text, char[] before) {
        text.skip(before);
        int from = text.position();
        text.skipNumeral();
        return text.failed() ? 0 : DecimalText.value(text.chars(), from, text.position());
    }
}
