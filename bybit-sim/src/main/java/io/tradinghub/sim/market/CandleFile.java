package io.tradinghub.sim.market;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.csv.CsvCandles;
import io.tradinghub.market.csv.DecimalStep;

/// Holds all candles of one file in memory and finds them by open time. Immutable once read.
final class CandleFile {
    private long[] opens = new long[4_096];
    private double[] values = new double[opens.length * 6];
    private int size;

    private CandleFile() {}

    /// Reads the file; a row without turnover gets volume times typical price.
    static CandleFile read(Path file, SeriesId series) {
        CandleFile candles = new CandleFile();
        CsvCandles.read(file, series, candles::append);
        if (candles.size == 0) {
            throw new IllegalArgumentException(file + ": the file has no candles");
        }
        return candles;
    }

    Optional<Bar> find(long openMillis) {
        int row = Arrays.binarySearch(opens, 0, size, openMillis);
        return row < 0 ? Optional.empty() : Optional.of(row(row));
    }

    /// The last candle that opened before `openMillis`.
    Optional<Bar> before(long openMillis) {
        int row = Arrays.binarySearch(opens, 0, size, openMillis);
        int last = (row < 0 ? -row - 1 : row) - 1;
        return last < 0 ? Optional.empty() : Optional.of(row(last));
    }

    long firstOpenMillis() {
        return opens[0];
    }

    long lastOpenMillis() {
        return opens[size - 1];
    }

    /// The close of the last candle.
    double lastClose() {
        return values[(size - 1) * 6 + 3];
    }

    /// The power of ten that divides the prices of the file.
    BigDecimal priceStep() {
        return step(0, 4);
    }

    /// The power of ten that divides the volumes of the file.
    BigDecimal volumeStep() {
        return step(4, 5);
    }

    private BigDecimal step(int firstColumn, int endColumn) {
        DecimalStep step = new DecimalStep();
        for (int row = 0; row < size; row++) {
            for (int column = firstColumn; column < endColumn; column++) {
                step.add(values[row * 6 + column]);
            }
        }
        return step.step();
    }

    private Bar row(int row) {
        int at = row * 6;
        return new Bar(opens[row], values[at], values[at + 1], values[at + 2], values[at + 3], values[at + 4],
                values[at + 5]);
    }

    private void append(CandleBlock block) {
        for (int i = 0; i < block.size(); i++) {
            append(block.candle(i));
        }
    }

    private void append(Candle candle) {
        if (size == opens.length) {
            opens = Arrays.copyOf(opens, size * 2);
            values = Arrays.copyOf(values, size * 12);
        }
        double typical = (candle.high() + candle.low() + candle.close()) / 3;
        double turnover = candle.turnover() > 0 ? candle.turnover() : candle.volume() * typical;
        double[] row = {candle.open(), candle.high(), candle.low(), candle.close(), candle.volume(), turnover};
        System.arraycopy(row, 0, values, size * 6, row.length);
        opens[size] = candle.openTimeMillis();
        size++;
    }
}
