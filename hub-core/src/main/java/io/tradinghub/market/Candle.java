package io.tradinghub.market;

import java.time.Instant;

/// What one instrument traded over `[openTime, closeTime)` in UTC.
///
/// Prices are in quote coin per base coin and positive, volume is in base coin, turnover in quote coin; a candle in
/// which nothing traded has volume 0 and four equal prices. The open time stands on a multiple of the interval and is
/// kept in epoch milliseconds, because candles are made by the million in a back-test.
public record Candle(SeriesId series, long openTimeMillis, double open, double high, double low, double close,
        double volume,
        double turnover) {

    public Candle {
        if (!(low > 0 && high >= low && high < Double.POSITIVE_INFINITY)) {
            throw invalid(series, openTimeMillis, "needs 0 < low <= high, got low %s and high %s".formatted(low, high));
        }
        if (!(open >= low && open <= high && close >= low && close <= high)) {
            throw invalid(series, openTimeMillis,
                    "needs open and close within low %s and high %s, got %s and %s".formatted(low, high, open, close));
        }
        if (!(volume >= 0 && turnover >= 0)) {
            throw invalid(series, openTimeMillis,
                    "needs volume and turnover of 0 or more, got %s and %s".formatted(volume, turnover));
        }
        if (openTimeMillis % series.interval().millis() != 0) {
            throw invalid(series, openTimeMillis, "does not open on a multiple of its interval");
        }
    }

    public Instant openTime() {
        return Instant.ofEpochMilli(openTimeMillis);
    }

    /// The first moment that is no longer part of this candle.
    public long closeTimeMillis() {
        return openTimeMillis + series.interval().millis();
    }

    /// The first moment that is no longer part of this candle.
    public Instant closeTime() {
        return Instant.ofEpochMilli(closeTimeMillis());
    }

    public InstrumentId instrument() {
        return series.instrument();
    }

    private static IllegalArgumentException invalid(SeriesId series, long openTimeMillis, String fault) {
        return new IllegalArgumentException(
                "candle %s at %s %s".formatted(series, Instant.ofEpochMilli(openTimeMillis), fault));
    }
}
