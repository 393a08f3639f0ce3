package io.tradinghub.backtest;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import org.jspecify.annotations.Nullable;

/// Goes through the candles of one series. One thread.
final class Cursor {
    private static final long NEVER = Long.MAX_VALUE;
    private final CandleColumns candles;
    private int next;
    private @Nullable Candle running;

    /// Starts with the first candle that opens at this moment or later.
    Cursor(CandleColumns candles, long fromMillis) {
        this.candles = candles;
        this.next = candles.firstFrom(fromMillis);
    }

    /// The last candles that have ended, at most so many.
    List<Candle> before(int count) {
        List<Candle> candlesBefore = new ArrayList<>();
        int end = running == null ? next : next - 1;
        for (int row = Math.max(0, end - count); row < end; row++) {
            candlesBefore.add(candles.candle(row));
        }
        return candlesBefore;
    }

    InstrumentId instrument() {
        return candles.series().instrument();
    }

    /// When something happens next: the running candle closes or, where none runs, the next opens; `Long.MAX_VALUE`
    /// after the last.
    long dueMillis() {
        if (running != null) {
            return running.closeTimeMillis();
        }
        return next < candles.size() ? candles.openTimeMillis(next) : NEVER;
    }

    /// The open of the candle that opens at this moment; NaN if none does.
    double openingPrice(long millis) {
        return next < candles.size() && candles.openTimeMillis(next) == millis ? candles.open(next) : Double.NaN;
    }

    /// The candle that closes at this moment, if one does; it runs no longer.
    @Nullable
    Candle closes(long millis) {
        Candle closed = running;
        if (closed == null || closed.closeTimeMillis() != millis) {
            return null;
        }
        running = null;
        return closed;
    }

    /// The candle that opens at this moment, if one does; it runs from now on.
    @Nullable
    Candle opens(long millis) {
        if (next == candles.size() || candles.openTimeMillis(next) != millis) {
            return null;
        }
        running = candles.candle(next);
        next++;
        return running;
    }
}
