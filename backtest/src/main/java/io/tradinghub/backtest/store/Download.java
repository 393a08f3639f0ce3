package io.tradinghub.backtest.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.tradinghub.backtest.store.KeptMarket.Kind;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;

/// Fetches the exchange's history into the folder that back-tests read: candles, and of perpetuals the mark price and
/// the settled funding. What is kept already is not fetched again, so one that was ended goes on where it was.
public final class Download {
    /// Funding is settled on the hour, at the mark price of that moment.
    static final Interval MARKS = Interval.H1;
    /// So much is fetched before it is written: some seconds of work.
    private static final long CANDLES_AT_ONCE = 100L * PublicMarketData.MOST_CANDLES;
    private final DayKeeper keeper;
    private final BybitHistory history;
    private final Instant from;
    private final Instant to;

    /// Plans a download of whole UTC days.
    ///
    /// @param answered is told of each answer
    public Download(PublicMarketData market, KeptMarket kept, Instant from, Instant to, Runnable answered) {
        this.history = new BybitHistory(market, answered);
        this.keeper = new DayKeeper(
                new MarketPorts(history.candles(), (_, _, _) -> List.of(), history, history::rules), kept);
        this.from = from;
        this.to = to;
    }

    /// How many answers are needed where nothing is kept.
    public static long answers(Set<InstrumentId> instruments, Set<Interval> intervals, Instant from, Instant to) {
        long answers = 0;
        for (InstrumentId instrument : instruments) {
            for (Interval interval : intervals) {
                answers += pages(interval, from, to);
            }
            if (instrument.category() == Category.LINEAR) {
                answers += pages(MARKS, from, to) + Duration.between(from, to).toDays() / 8 + 1;
            }
        }
        return answers;
    }

    private static long pages(Interval interval, Instant from, Instant to) {
        return Math.ceilDiv(Duration.between(from, to).dividedBy(interval.length()),
                (long) PublicMarketData.MOST_CANDLES);
    }

    /// Fetches trading rules and settled funding.
    ///
    /// @throws io.tradinghub.exchange.ExchangeRefusalException if the exchange does not trade the instrument
    public void fetch(InstrumentId instrument) {
        keeper.listing(instrument, from.minusMillis(1), to);
    }

    /// Fetches candles of these lengths, and of a perpetual the mark price.
    public void fetch(InstrumentId instrument, Set<Interval> intervals) {
        if (instrument.category() == Category.LINEAR) {
            fetch(Kind.MARK_PRICE, new SeriesId(instrument, MARKS), history.marks());
        }
        intervals.forEach(interval -> fetch(Kind.TRADES, new SeriesId(instrument, interval), history.candles()));
    }

    private void fetch(Kind kind, SeriesId series, CandleHistory source) {
        long days = Math.max(1, CANDLES_AT_ONCE * series.interval().millis() / DayKeeper.DAY);
        for (long start = from.toEpochMilli(); start < to.toEpochMilli(); start += days * DayKeeper.DAY) {
            keeper.days(kind, series, source, start, Math.min(start + days * DayKeeper.DAY, to.toEpochMilli()),
                    _ -> {
                    });
        }
    }
}
