package io.tradinghub.backtest.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.SettledFunding;

/// Another course of events after a moment: what rose falls, twice as far, on another volume, and funding has the other
/// sign. What was over by then is the same, bit by bit.
final class ChangedFuture {
    private static final double VOLUME = 3;
    private static final double FUNDING = -2;
    private final long momentMillis;

    ChangedFuture(long momentMillis) {
        this.momentMillis = momentMillis;
    }

    MarketHistory of(MarketHistory history) {
        return new MarketHistory(history.rules(), all(history.candles()), all(history.marks()),
                funding(history.funding()));
    }

    private <K> Map<K, CandleColumns> all(Map<K, CandleColumns> known) {
        Map<K, CandleColumns> changed = new HashMap<>();
        known.forEach((key, columns) -> changed.put(key, columns(columns)));
        return changed;
    }

    private CandleColumns columns(CandleColumns known) {
        return CandleColumns.read(known.series(), visitor -> {
            CandleBlock block = new CandleBlock(known.series(), known.size());
            double pivot = known.size() == 0 ? Double.NaN : known.open(0);
            for (int row = 0; row < known.size(); row++) {
                Candle candle = known.candle(row);
                if (candle.closeTimeMillis() <= momentMillis) {
                    pivot = candle.close();
                    append(block, candle);
                } else {
                    append(block, changed(candle, pivot));
                }
            }
            visitor.accept(block);
        });
    }

    private static void append(CandleBlock block, Candle candle) {
        block.append(candle.openTimeMillis(), candle.open(), candle.high(), candle.low(), candle.close(),
                candle.volume(), candle.turnover());
    }

    /// The open of a candle that runs at the moment is known; the rest of it is not.
    private Candle changed(Candle candle, double pivot) {
        double open = candle.openTimeMillis() < momentMillis ? candle.open() : mirrored(candle.open(), pivot);
        double close = mirrored(candle.close(), pivot);
        double high = DoubleStream.of(open, close, mirrored(candle.low(), pivot)).max().orElseThrow();
        double low = DoubleStream.of(open, close, mirrored(candle.high(), pivot)).min().orElseThrow();
        return new Candle(candle.series(), candle.openTimeMillis(), open, high, low, close, candle.volume() * VOLUME,
                candle.turnover() * VOLUME);
    }

    private static double mirrored(double price, double pivot) {
        double factor = pivot / price;
        return pivot * factor * factor;
    }

    private <K> Map<K, List<SettledFunding>> funding(Map<K, List<SettledFunding>> known) {
        Map<K, List<SettledFunding>> changed = new HashMap<>();
        known.forEach((key, settlements) -> changed.put(key, settlements.stream()
                .map(settled -> settled.settledAt().toEpochMilli() <= momentMillis
                        ? settled
                        : new SettledFunding(settled.instrument(), settled.rate() * FUNDING, settled.settledAt()))
                .toList()));
        return changed;
    }
}
