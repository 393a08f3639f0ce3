package io.tradinghub.recorder;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.frame.Kline;

/// Thins out what changes faster than a bot looks: of the quotes of an instrument the newest every twenty milliseconds,
/// of an open candle an update a second. Single-threaded.
final class QuoteThrottle {
    static final long QUOTE_NANOS = 20_000_000L;
    private static final long OPEN_CANDLE_NANOS = 1_000_000_000L;
    private final MarketPublisher publisher;
    private final Map<InstrumentId, Quote> quotes = new LinkedHashMap<>();
    private final Map<SeriesId, Long> openCandlesSent = new HashMap<>();
    private long quotesSentNanos;

    QuoteThrottle(MarketPublisher publisher, long nowNanos) {
        this.publisher = publisher;
        this.quotesSentNanos = nowNanos;
    }

    void quote(Quote quote) {
        quotes.put(quote.instrument(), quote);
    }

    void openCandle(Kline kline, long nowNanos) {
        Long sent = openCandlesSent.get(kline.series());
        if (sent == null || nowNanos - sent >= OPEN_CANDLE_NANOS) {
            openCandlesSent.put(kline.series(), nowNanos);
            publisher.publish(kline.toCandle(), Confirmation.OPEN);
        }
    }

    /// Publishes the quotes that are due.
    void flush(long nowNanos) {
        if (!quotes.isEmpty() && nowNanos - quotesSentNanos >= QUOTE_NANOS) {
            quotes.values().forEach(publisher::publish);
            quotes.clear();
            quotesSentNanos = nowNanos;
        }
    }

    boolean isWaiting() {
        return !quotes.isEmpty();
    }
}
