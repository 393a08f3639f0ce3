package io.tradinghub.recorder.repair;

import io.tradinghub.market.SeriesId;

/// The candles of a series with open time in `[fromMillis, toMillis)`, both on multiples of the interval.
public record CandleRange(SeriesId series, long fromMillis, long toMillis) {

    public CandleRange {
        long interval = series.interval().millis();
        if (fromMillis >= toMillis || fromMillis % interval != 0 || toMillis % interval != 0) {
            throw new IllegalArgumentException(
                    "range of %s must have from < to, both multiples of the interval, got %d and %d"
                            .formatted(series, fromMillis, toMillis));
        }
    }

    /// The largest number of candles that the range can hold.
    public int candles() {
        return Math.toIntExact((toMillis - fromMillis) / series.interval().millis());
    }
}
