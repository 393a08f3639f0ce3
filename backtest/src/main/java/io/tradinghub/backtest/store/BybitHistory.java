package io.tradinghub.backtest.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.FundingHistory;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;

/// The exchange's own history, page by page.
final class BybitHistory implements FundingHistory {
    private final PublicMarketData market;
    private final Runnable answered;

    /// @param market stays its owner's
    /// @param answered is told of each answer
    BybitHistory(PublicMarketData market, Runnable answered) {
        this.market = market;
        this.answered = answered;
    }

    @FunctionalInterface
    private interface Page {
        List<Candle> read(SeriesId series, Instant from, Instant to);
    }

    CandleHistory candles() {
        return paged((series, from, to) -> market.candles(series, from, to).candles().stream()
                .map(ArchivedCandle::candle).toList());
    }

    CandleHistory marks() {
        return paged(market::markCandles);
    }

    private CandleHistory paged(Page page) {
        return new CandleHistory() {
            @Override
            public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
                CandleBlock block = new CandleBlock(series, PublicMarketData.MOST_CANDLES);
                Instant start = from;
                while (start.isBefore(to)) {
                    Instant end = start.plus(series.interval().length().multipliedBy(PublicMarketData.MOST_CANDLES));
                    Instant stop = end.isBefore(to) ? end : to;
                    page.read(series, start, stop).forEach(candle -> block.append(candle.openTimeMillis(),
                            candle.open(), candle.high(), candle.low(), candle.close(), candle.volume(),
                            candle.turnover()));
                    visitor.accept(block);
                    block.clear();
                    answered.run();
                    start = stop;
                }
            }

            @Override
            public Optional<Instant> newest(SeriesId series) {
                return Optional.of(series.interval().floor(market.serverTime()).minus(series.interval().length()));
            }

            @Override
            public void close() {}
        };
    }

    Optional<Instrument> rules(InstrumentId id) {
        return Optional.of(market.instrument(id));
    }

    @Override
    public List<SettledFunding> read(InstrumentId perpetual, Instant after, Instant until) {
        Instrument rules = market.instrument(perpetual);
        List<SettledFunding> settled = new ArrayList<>();
        List<FundingRate> page = market.settledFunding(rules, after.plusMillis(1), until);
        while (!page.isEmpty()) {
            page.stream().map(SettledFunding::of).forEach(settled::add);
            answered.run();
            page = market.settledFunding(rules, settled.getLast().settledAt().plusMillis(1), until);
        }
        return settled;
    }
}
