package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// An exchange that add only the candles and instruments it was given. It is unavailable for other instruments and for
/// series marked so.
public final class ScriptedMarket implements PublicMarketData {
    private final Map<SeriesId, NavigableMap<Long, Candle>> candles = new HashMap<>();
    private final Map<InstrumentId, Instrument> instruments = new HashMap<>();
    private final Set<SeriesId> unavailable = new HashSet<>();
    private final Set<Candle> unreadable = new HashSet<>();
    private final List<SeriesId> requested = new ArrayList<>();

    public synchronized void add(Candle candle) {
        candles.computeIfAbsent(candle.series(), _ -> new TreeMap<>()).put(candle.openTimeMillis(), candle);
    }

    public synchronized void add(Instrument instrument) {
        instruments.put(instrument.id(), instrument);
    }

    public synchronized void setUnavailable(SeriesId series) {
        unavailable.add(series);
    }

    /// Adds a candle whose row cannot be read.
    public synchronized void addUnreadable(Candle candle) {
        add(candle);
        unreadable.add(candle);
    }

    /// The number of candle requests for this series.
    public synchronized int requests(SeriesId series) {
        return (int) requested.stream().filter(series::equals).count();
    }

    @Override
    public synchronized CandleArchive candles(SeriesId series, Instant from, Instant to) {
        requested.add(series);
        if (unavailable.contains(series)) {
            throw new ExchangeUnavailableException("unavailable for " + series);
        }
        Collection<Candle> rows = candles.getOrDefault(series, new TreeMap<>())
                .subMap(from.toEpochMilli(), to.toEpochMilli()).values();
        List<ArchivedCandle> found = rows.stream().filter(candle -> !unreadable.contains(candle))
                .map(candle -> new ArchivedCandle(candle, CandleLine.of(candle) + "\n")).toList();
        return new CandleArchive(found, to.toEpochMilli(), rows.size() - found.size());
    }

    @Override
    public List<Candle> markCandles(SeriesId perpetual, Instant from, Instant to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized Instrument instrument(InstrumentId id) {
        Instrument known = instruments.get(id);
        if (known == null) {
            throw new ExchangeUnavailableException("the answer to instruments-info of %s cannot be read".formatted(id));
        }
        return known;
    }

    @Override
    public List<FundingRate> settledFunding(Instrument perpetual, Instant from, Instant to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant serverTime() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
