package io.tradinghub.recorder.repair;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.market.SeriesId;

/// Remembers which candles the exchange was asked for and does not have, so that it is not asked again by this process. Of the last hour it
/// remembers nothing: an exchange in trouble may have them later. Single-threaded.
final class AbsentCandles {
    private static final long LAST_HOUR = Duration.ofHours(1).toMillis();
    private final InstantSource marketClock;
    private final Map<SeriesId, List<CandleRange>> ranges = new HashMap<>();

    AbsentCandles(InstantSource marketClock) {
        this.marketClock = marketClock;
    }

    /// Notes what is missing from the answer, which is ascending, for this range.
    void note(CandleRange asked, List<ArchivedCandle> answer) {
        long next = asked.fromMillis();
        for (ArchivedCandle candle : answer) {
            add(asked.series(), next, candle.candle().openTimeMillis());
            next = candle.candle().closeTimeMillis();
        }
        add(asked.series(), next, asked.toMillis());
    }

    private void add(SeriesId series, long from, long missingTo) {
        long to = Math.min(missingTo, series.interval().floor(marketClock.millis() - LAST_HOUR));
        if (from >= to) {
            return;
        }
        List<CandleRange> known = ranges.computeIfAbsent(series, _ -> new ArrayList<>());
        // Pages are asked for from the newest back, so a stretch over two pages is put together here.
        long end = to;
        if (!known.isEmpty() && known.getLast().fromMillis() == to) {
            end = known.removeLast().toMillis();
        }
        known.add(new CandleRange(series, from, end));
    }

    boolean covers(CandleRange hole) {
        return ranges.getOrDefault(hole.series(), List.of()).stream()
                .anyMatch(range -> range.fromMillis() <= hole.fromMillis() && hole.toMillis() <= range.toMillis());
    }
}
