package io.tradinghub.benchmarks;

import java.util.Random;

import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;

/// One-minute candles as columns of numbers, the form in which a file or a store delivers them. 48 bytes per bar.
final class BarArrays {
    static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);

    private final long[] openTimeMillis;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;

    private BarArrays(int bars) {
        this.openTimeMillis = new long[bars];
        this.open = new double[bars];
        this.high = new double[bars];
        this.low = new double[bars];
        this.close = new double[bars];
        this.volume = new double[bars];
    }

    /// Generates a random walk on a price grid of 0.1.
    static BarArrays walk(int bars) {
        Random random = new Random(7);
        BarArrays columns = new BarArrays(bars);
        double price = 50_000;
        for (int bar = 0; bar < bars; bar++) {
            double close = onGrid(Math.clamp(price * Math.exp(0.0007 * random.nextGaussian()), 10_000, 200_000));
            columns.openTimeMillis[bar] = EngineRun.START + bar * SERIES.interval().millis();
            columns.open[bar] = price;
            columns.high[bar] = onGrid(Math.max(price, close) * (1 + 0.0002 * random.nextDouble()));
            columns.low[bar] = onGrid(Math.min(price, close) * (1 - 0.0002 * random.nextDouble()));
            columns.close[bar] = close;
            columns.volume[bar] = 10;
            price = close;
        }
        return columns;
    }

    int bars() {
        return close.length;
    }

    Candle candle(int bar) {
        return new Candle(SERIES, openTimeMillis[bar], open[bar], high[bar], low[bar], close[bar], volume[bar],
                volume[bar] * close[bar]);
    }

    long openTimeMillis(int bar) {
        return openTimeMillis[bar];
    }

    double open(int bar) {
        return open[bar];
    }

    double high(int bar) {
        return high[bar];
    }

    double low(int bar) {
        return low[bar];
    }

    double close(int bar) {
        return close[bar];
    }

    double volume(int bar) {
        return volume[bar];
    }

    private static double onGrid(double price) {
        return Math.rint(price * 10) / 10;
    }
}
