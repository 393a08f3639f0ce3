package io.tradinghub.market.csv;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.SeriesId;

/// Candles of one series in a CSV file, gzip or not, with the header `start_ms,open,high,low,close,volume,turnover`.
///
/// `start_ms` is the open time in Unix milliseconds, ascending without repeats; an empty turnover counts as 0. Gaps are
/// allowed.
public final class CsvCandles {
    static final String HEADER = "start_ms,open,high,low,close,volume,turnover";
    private static final int BLOCK = 4096;

    private CsvCandles() {}

    /// Hands all candles of the file to the visitor, ascending, in blocks that are reused.
    ///
    /// @return how many there were
    /// @throws CsvFormatException at the first bad line, with file, line number and reason; blocks before it were
    ///         already handed over
    public static long read(Path file, SeriesId series, Consumer<CandleBlock> visitor) {
        return read(file, series, Volume.REQUIRED, visitor);
    }

    /// The same for candles of a mark price, at which nothing trades: volume and turnover may be empty.
    public static long readMarks(Path file, SeriesId series, Consumer<CandleBlock> visitor) {
        return read(file, series, Volume.OPTIONAL, visitor);
    }

    private enum Volume {
        REQUIRED, OPTIONAL
    }

    private static long read(Path file, SeriesId series, Volume volume, Consumer<CandleBlock> visitor) {
        try (CsvRows rows = CsvRows.open(file, HEADER)) {
            CandleBlock block = new CandleBlock(series, BLOCK);
            long count = 0;
            long previous = Long.MIN_VALUE;
            for (String line = rows.next(); !line.isEmpty(); line = rows.next()) {
                append(rows, line, volume, block);
                long openTime = block.openTimeMillis(block.size() - 1);
                if (openTime <= previous) {
                    throw rows.fault("start_ms must ascend, got %d after %d".formatted(openTime, previous));
                }
                previous = openTime;
                count++;
                if (block.isFull()) {
                    visitor.accept(block);
                    block.clear();
                }
            }
            if (block.size() > 0) {
                visitor.accept(block);
            }
            return count;
        }
    }

    private static void append(CsvRows rows, String line, Volume required, CandleBlock block) {
        String[] cells = rows.cells(line, 7);
        double turnover = cells[6].isEmpty() ? 0 : rows.number(cells[6], "turnover");
        double volume = required == Volume.OPTIONAL && cells[5].isEmpty() ? 0 : rows.number(cells[5], "volume");
        try {
            Candle candle = new Candle(block.series(), rows.millis(cells[0], "start_ms"), rows.number(cells[1], "open"),
                    rows.number(cells[2], "high"), rows.number(cells[3], "low"), rows.number(cells[4], "close"),
                    volume, turnover);
            block.append(candle.openTimeMillis(), candle.open(), candle.high(), candle.low(), candle.close(),
                    candle.volume(),
                    candle.turnover());
        } catch (IllegalArgumentException impossible) {
            throw rows.fault(String.valueOf(impossible.getMessage()));
        }
    }
}
