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

/// Publishes fast-changing data at the rate at which bots read it: the newest quote of each instrument every twenty
/// milliseconds, an open candle once a second. Single-threaded.
final class QuoteThrottle {
    static final long QUOTE_NANOS = 20_000_000L;
    private static final long OPEN_CANDLE_NANOS = 1_000_000_000L;
    private final MarketPublisher publisher;
    private final Map<InstrumentId, Quote> quotes = new LinkedHashMap<>();
    private final Map<SeriesId, Long> openCandleSentNanos = new HashMap<>();
    private long quotesSentNanos;

    QuoteThrottle(MarketPublisher publisher, long nowNanos) {
        this.publisher = publisher;
        this.quotesSentNanos = nowNanos;
    }

    void add(Quote quote) {
        quotes.put(quote.instrument(), quote);
    }

    void publishOpen(Kline kline, long nowNanos) {
        Long sent = openCandleSentNanos.get(kline.series());
        if (sent == null || nowNanos - sent >= OPEN_CANDLE_NANOS) {
            openCandleSentNanos.put(kline.series(), nowNanos);
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

    boolean hasPendingQuotes() {
        return !quotes.isEmpty();
    }
}
