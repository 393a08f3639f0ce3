package io.tradinghub.backtest.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.market.SeriesId;

/// Candles that are missing in a series, one after the other.
///
/// @param from the open time of the first, `to` the open time of the first that is there again
public record Hole(SeriesId series, Instant from, Instant to, long candles) {

    /// The holes of a series in `[from, to)`.
    static List<Hole> in(CandleColumns columns, Instant from, Instant to) {
        List<Hole> holes = new ArrayList<>();
        long interval = columns.series().interval().millis();
        long expected = columns.series().interval().floor(from.toEpochMilli() + interval - 1);
        for (int row = columns.firstFrom(expected); row < columns.size()
                && columns.closeTimeMillis(row) <= to.toEpochMilli(); row++) {
            add(holes, columns.series(), expected, columns.openTimeMillis(row));
            expected = columns.closeTimeMillis(row);
        }
        add(holes, columns.series(), expected, columns.series().interval().floor(to.toEpochMilli()));
        return holes;
    }

    private static void add(List<Hole> holes, SeriesId series, long from, long to) {
        if (from < to) {
            holes.add(new Hole(series, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to),
                    (to - from) / series.interval().millis()));
        }
    }

    @Override
    public String toString() {
        return "%s lacks %d candles from %s".formatted(series, candles, from);
    }
}
