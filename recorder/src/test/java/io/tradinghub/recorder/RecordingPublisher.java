package io.tradinghub.recorder;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;

/// Records what the recorder publishes.
public final class RecordingPublisher implements MarketPublisher {
    private final InstantSource marketClock;
    private int closedTooEarly;
    private final Map<SeriesId, List<Long>> closed = new HashMap<>();
    private final Map<SeriesId, Integer> openUpdates = new HashMap<>();
    private final Map<InstrumentId, Quote> quotes = new HashMap<>();
    private final Map<InstrumentId, FundingRate> rates = new HashMap<>();
    private final Map<InstrumentId, Instrument> instruments = new HashMap<>();

    public RecordingPublisher(InstantSource marketClock) {
        this.marketClock = marketClock;
    }

    @Override
    public synchronized void publish(Candle candle, Confirmation confirmation) {
        if (confirmation == Confirmation.CLOSED && candle.closeTimeMillis() > marketClock.millis()) {
            closedTooEarly++;
        }
        switch (confirmation) {
            case CLOSED -> closed.computeIfAbsent(candle.series(), _ -> new ArrayList<>()).add(candle.openTimeMillis());
            case OPEN -> openUpdates.merge(candle.series(), 1, Integer::sum);
        }
    }

    @Override
    public synchronized void publish(Quote quote) {
        quotes.put(quote.instrument(), quote);
    }

    @Override
    public synchronized void publish(FundingRate rate) {
        rates.put(rate.instrument(), rate);
    }

    @Override
    public synchronized void publish(Collection<Instrument> known) {
        known.forEach(instrument -> instruments.put(instrument.id(), instrument));
    }

    /// Returns the open times of the published closed candles of a series, in publishing order.
    public synchronized List<Long> closed(SeriesId series) {
        return List.copyOf(closed.getOrDefault(series, List.of()));
    }

    /// Forgets all rates, like a Redis that lost its data.
    public synchronized void clearRates() {
        rates.clear();
    }

    /// The number of candles published as closed before their close.
    public synchronized int closedTooEarly() {
        return closedTooEarly;
    }

    public synchronized int openUpdates() {
        return openUpdates.values().stream().mapToInt(Integer::intValue).sum();
    }

    public synchronized Map<InstrumentId, Quote> quotes() {
        return Map.copyOf(quotes);
    }

    public synchronized Map<InstrumentId, FundingRate> rates() {
        return Map.copyOf(rates);
    }

    public synchronized Map<InstrumentId, Instrument> instruments() {
        return Map.copyOf(instruments);
    }

    @Override
    public void close() {}
}
