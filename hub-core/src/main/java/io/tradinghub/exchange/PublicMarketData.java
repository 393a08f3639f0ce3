package io.tradinghub.exchange;

import java.time.Instant;
import java.util.List;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// What the exchange tells everybody on request. Calls block, first for their turn in the rate budget, then for the
/// answer; any thread may call. Safe calls that fail are repeated inside before they count as failed.
///
/// @implSpec throws [ExchangeUnavailableException] when no usable answer came, [ExchangeRefusalException] when the
///         exchange said no
public interface PublicMarketData extends AutoCloseable {
    /// The longest range that [#candles] and [#markCandles] take, in intervals.
    int MOST_CANDLES = 1000;

    /// The trading rules of one instrument; refused when the exchange does not trade it.
    Instrument instrument(InstrumentId id);

    /// The closed candles with open time in `[from, to)`, as far as they had closed by the exchange's own clock. Rows
    /// that cannot be read, or hold a candle that cannot exist, are left out, counted, and logged with the first of
    /// them.
    CandleArchive candles(SeriesId series, Instant from, Instant to);

    /// The closed candles of a perpetual's mark price with open time in `[from, to)`, ascending. Nothing trades at that
    /// price, so volume and turnover are 0. Rows that cannot be read are left out and logged.
    List<Candle> markCandles(SeriesId perpetual, Instant from, Instant to);

    /// The first settlements of a perpetual in `[from, to]`, ascending, at most as many as the exchange gives at once;
    /// the next ones are asked for behind the last. Rows that cannot be read are left out and logged, unless there are
    /// no others: then the exchange counts as unavailable. The period is the one that the perpetual has today, since
    /// the answer names none.
    List<FundingRate> settledFunding(Instrument perpetual, Instant from, Instant to);

    /// The exchange's clock.
    Instant serverTime();

    @Override
    void close();

    /// Closed candles, ascending.
    ///
    /// @param untilMillis the first open time, on a multiple of the interval, of which nothing is said because its
    ///         candle was not surely closed yet, or the end of what was asked for; a candle before it that is absent is
    ///         one that the exchange does not have, or not yet, or one of the unreadable
    /// @param unreadable the number of rows that could not be read
    record CandleArchive(List<ArchivedCandle> candles, long untilMillis, int unreadable) {
        public CandleArchive {
            candles = List.copyOf(candles);
        }
    }

    /// A closed candle, and its line for a [io.tradinghub.market.CandleStore] in the exchange's own digits, newline
    /// included.
    record ArchivedCandle(Candle candle, String line) {}
}
