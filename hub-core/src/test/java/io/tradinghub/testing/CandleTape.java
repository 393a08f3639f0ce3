package io.tradinghub.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Makes consecutive candles by hand: each opens where the one before closed and reaches `wick` beyond its open and
/// close.
public final class CandleTape {
    private final SeriesId series;
    private final double wick;
    private final List<Candle> candles = new ArrayList<>();
    private long openTimeMillis;
    private double price;

    public CandleTape(SeriesId series, double price, double wick) {
        this.series = series;
        this.price = price;
        this.wick = wick;
    }

    /// One candle that closes here.
    public CandleTape to(double close) {
        return add(Math.max(price, close) + wick, Math.min(price, close) - wick, close);
    }

    /// One candle that closes here after having been at both extremes.
    public CandleTape add(double high, double low, double close) {
        candles.add(new Candle(series, openTimeMillis, price, high, low, close, 1_000, 1_000 * close));
        openTimeMillis += series.interval().millis();
        price = close;
        return this;
    }

    /// So many candles to this price, in equal steps.
    public CandleTape to(double close, int count) {
        double step = (close - price) / count;
        for (int i = 1; i < count; i++) {
            to(price + step);
        }
        return to(close);
    }

    /// So many candles that swing around the price they start from.
    public CandleTape swing(double amplitude, int count) {
        double middle = price;
        for (int i = 0; i < count; i++) {
            to(middle + (i % 2 == 0 ? amplitude : -amplitude));
        }
        return this;
    }

    /// So many candles of a seeded random walk with trends and calm in turn; `volatility` is per candle, relative.
    public CandleTape walk(long seed, double volatility, int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double drift = 0;
        for (int i = 0; i < count; i++) {
            if (i % 150 == 0) {
                drift = volatility / 2 * random.nextInt(-1, 2);
            }
            double close = price * Math.exp(drift + volatility * random.nextGaussian());
            double reach = 1 + volatility * random.nextExponential() / 2;
            add(Math.max(price, close) * reach, Math.min(price, close) / reach, close);
        }
        return this;
    }

    public List<Candle> candles() {
        return List.copyOf(candles);
    }

    /// Open time of the next candle, which is close time of the last one.
    public long nowMillis() {
        return openTimeMillis;
    }
}
