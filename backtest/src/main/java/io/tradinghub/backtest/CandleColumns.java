package io.tradinghub.backtest;

import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.SeriesId;

/// All candles of one series in columns, ascending by open time. Immutable: any number of runs may share one.
public final class CandleColumns {
    private static final int VALUES = 6;
    private final SeriesId series;
    private final long[] openTimeMillis;
    private final double[] values;

    private CandleColumns(SeriesId series, long[] openTimeMillis, double[] values) {
        this.series = series;
        this.openTimeMillis = openTimeMillis;
        this.values = values;
    }

    /// Collects what a reader hands out.
    ///
    /// @throws IllegalArgumentException if a candle does not open after the one before
    public static CandleColumns read(SeriesId series, Consumer<Consumer<CandleBlock>> reader) {
        Collector collector = new Collector();
        reader.accept(collector);
        return new CandleColumns(series, Arrays.copyOf(collector.times, collector.size),
                Arrays.copyOf(collector.values, collector.size * VALUES));
    }

    public SeriesId series() {
        return series;
    }

    public int size() {
        return openTimeMillis.length;
    }

    public long openTimeMillis(int row) {
        return openTimeMillis[row];
    }

    public long closeTimeMillis(int row) {
        return openTimeMillis[row] + series.interval().millis();
    }

    public double open(int row) {
        return values[row * VALUES];
    }

    public double close(int row) {
        return values[row * VALUES + 3];
    }

    public Candle candle(int row) {
        int at = row * VALUES;
        return new Candle(series, openTimeMillis[row], values[at], values[at + 1], values[at + 2], values[at + 3],
                values[at + 4], values[at + 5]);
    }

    /// The first row that opens at this moment or later; the number of rows if none does.
    public int firstFrom(long millis) {
        int row = Arrays.binarySearch(openTimeMillis, millis);
        return row < 0 ? -row - 1 : row;
    }

    /// The candles that open in `[from, to)`, in epoch milliseconds.
    public CandleColumns between(long from, long to) {
        int first = firstFrom(from);
        int end = Math.max(first, firstFrom(to));
        return new CandleColumns(series, Arrays.copyOfRange(openTimeMillis, first, end),
                Arrays.copyOfRange(values, first * VALUES, end * VALUES));
    }

    /// Grows with what comes.
    private static final class Collector implements Consumer<CandleBlock> {
        private long[] times = new long[4_096];
        private double[] values = new double[times.length * VALUES];
        private int size;

        @Override
        public void accept(CandleBlock block) {
            for (int row = 0; row < block.size(); row++) {
                add(block.candle(row));
            }
        }

        private void add(Candle candle) {
            if (size > 0 && candle.openTimeMillis() <= times[size - 1]) {
                throw new IllegalArgumentException("candles must ascend, got %s at %s after %s".formatted(
                        candle.series(), candle.openTime(), Instant.ofEpochMilli(times[size - 1])));
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                values = Arrays.copyOf(values, size * 2 * VALUES);
            }
            times[size] = candle.openTimeMillis();
            double[] row = {candle.open(), candle.high(), candle.low(), candle.close(), candle.volume(),
                    candle.turnover()};
            System.arraycopy(row, 0, values, size * VALUES, VALUES);
            size++;
        }
    }
}
