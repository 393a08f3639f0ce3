package io.tradinghub.backtest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;

/// What happened in the market. Immutable: any number of runs may share one.
///
/// @param rules the trading rules of every instrument
/// @param candles by series
/// @param marks candles of the mark price, by perpetual; where there are none a settlement pays by the last price
/// @param funding what perpetuals settled, ascending
public record MarketHistory(Map<InstrumentId, Instrument> rules, Map<SeriesId, CandleColumns> candles,
        Map<InstrumentId, CandleColumns> marks, Map<InstrumentId, List<SettledFunding>> funding) {

    public MarketHistory {
        rules = Map.copyOf(rules);
        candles = Map.copyOf(candles);
        marks = Map.copyOf(marks);
        funding = Map.copyOf(funding);
    }

    /// The shortest candles of an instrument: those that orders fill from.
    public Optional<CandleColumns> finest(InstrumentId instrument) {
        return candles.values().stream().filter(columns -> columns.series().instrument().equals(instrument))
                .min(Comparator.comparing(CandleColumns::series));
    }
}
