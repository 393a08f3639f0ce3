package io.tradinghub.backtest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.SeriesId;

/// All candles of one series in columns, ascending by open time. Immutable: any number of runs may share one.
///
/// A candle takes 48 bytes, in memory of this process or in a mapped file: its six values. Open times are counted from
/// the beginning of each stretch without a gap.
public final class CandleColumns {
    /// How a value stands in memory, on every machine.
    public static final ValueLayout.OfDouble VALUE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int VALUES = 6;
    private static final int BLOCK = 4_096;
    /// What a candle takes: open, high, low, close, volume, turnover.
    public static final long ROW_BYTES = VALUES * Double.BYTES;
    private final SeriesId series;
    private final long interval;
    private final int size;
    private final long[] stretchMillis;
    /// The first row of each stretch and, behind the last, the number of rows.
    private final int[] stretchRow;
    private final MemorySegment values;

    /// Candles of which each opens when the one before closes.
    ///
    /// @param openTimeMillis of the first of them
    /// @param row of the first of them
    public record Stretch(long openTimeMillis, int row) {}

    private CandleColumns(SeriesId series, List<Stretch> stretches, MemorySegment values) {
        this.series = series;
        this.interval = series.interval().millis();
        this.size = Math.toIntExact(values.byteSize() / ROW_BYTES);
        this.stretchMillis = stretches.stream().mapToLong(Stretch::openTimeMillis).toArray();
        this.stretchRow = new int[stretches.size() + 1];
        for (int stretch = 0; stretch < stretches.size(); stretch++) {
            stretchRow[stretch] = stretches.get(stretch).row();
        }
        stretchRow[stretches.size()] = size;
        this.values = values;
    }

    /// Takes over what [#stretches] and [#values] once gave.
    ///
    /// @throws IllegalArgumentException if the stretches do not ascend or are not stretches of this series
    public static CandleColumns of(SeriesId series, List<Stretch> stretches, MemorySegment values) {
        CandleColumns columns = new CandleColumns(series, stretches, values.asReadOnly());
        for (int stretch = 0; stretch < stretches.size(); stretch++) {
            long opens = columns.stretchMillis[stretch];
            boolean isBehind = stretch == 0
                    ? columns.stretchRow[0] == 0
                    : opens > columns.openTimeMillis(columns.stretchRow[stretch] - 1);
            if (!isBehind || series.interval().floor(opens) != opens
                    || columns.stretchRow[stretch] >= columns.stretchRow[stretch + 1]) {
                throw new IllegalArgumentException("stretch %d of %s cannot be: %s of %d candles".formatted(stretch,
                        series, stretches.get(stretch), columns.size));
            }
        }
        if (stretches.isEmpty() != (columns.size == 0)) {
            throw new IllegalArgumentException("%d candles of %s in no stretch".formatted(columns.size, series));
        }
        return columns;
    }

    /// Collects what a reader hands out.
    ///
    /// @throws IllegalArgumentException if a candle does not open after the one before
    public static CandleColumns read(SeriesId series, Consumer<Consumer<CandleBlock>> reader) {
        Collector collector = new Collector();
        reader.accept(collector);
        return new CandleColumns(series, collector.stretches,
                collector.values.asSlice(0, collector.size * ROW_BYTES).asReadOnly());
    }

    public SeriesId series() {
        return series;
    }

    public int size() {
        return size;
    }

    /// The stretches without a gap, ascending.
    public List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        for (int stretch = 0; stretch < stretchMillis.length; stretch++) {
            stretches.add(new Stretch(stretchMillis[stretch], stretchRow[stretch]));
        }
        return stretches;
    }

    /// The values of all rows, one row after the other, each as [#VALUE].
    public MemorySegment values() {
        return values;
    }

    public long openTimeMillis(int row) {
        int stretch = stretchMillis.length == 1 ? 0 : stretchOf(row);
        return stretchMillis[stretch] + (row - stretchRow[stretch]) * interval;
    }

    private int stretchOf(int row) {
        int low = 0;
        int high = stretchMillis.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (stretchRow[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    public long closeTimeMillis(int row) {
        return openTimeMillis(row) + interval;
    }

    public double open(int row) {
        return value(row, 0);
    }

    public double close(int row) {
        return value(row, 3);
    }

    private double value(int row, int column) {
        return values.get(VALUE, row * ROW_BYTES + (long) column * Double.BYTES);
    }

    public Candle candle(int row) {
        return new Candle(series, openTimeMillis(row), value(row, 0), value(row, 1), value(row, 2), value(row, 3),
                value(row, 4), value(row, 5));
    }

    /// The first row that opens at this moment or later; the number of rows if none does.
    public int firstFrom(long millis) {
        int low = 0;
        int high = stretchMillis.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stretchMillis[middle] < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return 0;
        }
        long rows = Math.ceilDiv(millis - stretchMillis[low - 1], interval);
        return (int) Math.min(stretchRow[low - 1] + rows, stretchRow[low]);
    }

    /// The candles that open in `[from, to)`, in epoch milliseconds.
    public CandleColumns between(long from, long to) {
        int first = firstFrom(from);
        int end = Math.max(first, firstFrom(to));
        List<Stretch> within = new ArrayList<>();
        for (int stretch = 0; stretch < stretchMillis.length; stretch++) {
            int row = Math.max(first, stretchRow[stretch]);
            if (row < Math.min(end, stretchRow[stretch + 1])) {
                within.add(new Stretch(openTimeMillis(row), row - first));
            }
        }
        return new CandleColumns(series, within, values.asSlice(first * ROW_BYTES, (end - first) * ROW_BYTES));
    }

    /// Hands all candles to the visitor, ascending, in blocks that are reused.
    public void forEachBlock(Consumer<CandleBlock> visitor) {
        CandleBlock block = new CandleBlock(series, BLOCK);
        for (int row = 0; row < size; row++) {
            block.append(openTimeMillis(row), value(row, 0), value(row, 1), value(row, 2), value(row, 3),
                    value(row, 4), value(row, 5));
            if (block.isFull() || row == size - 1) {
                visitor.accept(block);
                block.clear();
            }
        }
    }

    /// Grows with what comes.
    private static final class Collector implements Consumer<CandleBlock> {
        private final List<Stretch> stretches = new ArrayList<>();
        private MemorySegment values = Arena.ofAuto().allocate(BLOCK * ROW_BYTES);
        private long lastMillis;
        private int size;

        @Override
        public void accept(CandleBlock block) {
            for (int row = 0; row < block.size(); row++) {
                add(block.candle(row));
            }
        }

        private void add(Candle candle) {
            if (size > 0 && candle.openTimeMillis() <= lastMillis) {
                throw new IllegalArgumentException("candles must ascend, got %s at %s after %s".formatted(
                        candle.series(), candle.openTime(), Instant.ofEpochMilli(lastMillis)));
            }
            if (size == 0 || candle.openTimeMillis() != lastMillis + candle.series().interval().millis()) {
                stretches.add(new Stretch(candle.openTimeMillis(), size));
            }
            if (size * ROW_BYTES == values.byteSize()) {
                values = Arena.ofAuto().allocate(values.byteSize() * 2).copyFrom(values);
            }
            lastMillis = candle.openTimeMillis();
            double[] row = {candle.open(), candle.high(), candle.low(), candle.close(), candle.volume(),
                    candle.turnover()};
            for (int column = 0; column < VALUES; column++) {
                values.set(VALUE, size * ROW_BYTES + (long) column * Double.BYTES, row[column]);
            }
            size++;
        }
    }
}
