package io.tradinghub.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.csv.CandleFileName;
import io.tradinghub.market.csv.CsvCandles;

/// Compares the stored candles with the rows of the replayed files, number for number.
final class CandleCheck {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private final List<Path> files;
    private final CandleHistory history;

    /// @param files the replayed files; skips those with funding rates
    CandleCheck(List<Path> files, CandleHistory history) {
        this.files = List.copyOf(files);
        this.history = history;
    }

    /// The result of comparing one file with its series.
    ///
    /// @param rows number of rows that must be stored
    /// @param stored number of stored candles in that range
    /// @param firstDifference in words; empty if all are equal
    record Result(Path file, SeriesId series, long rows, long stored, Optional<String> firstDifference) {

        boolean isEqual() {
            return firstDifference.isEmpty();
        }
    }

    /// Compares all files: the store must have every row closed by then, every later one up to the newest stored
    /// candle, and nothing else.
    List<Result> compare(Instant closedBy) {
        List<Result> results = new ArrayList<>();
        for (Path file : files) {
            CandleFileName.of(file).series().ifPresent(series -> results.add(compare(file, series, closedBy)));
        }
        return results;
    }

    /// Waits until the recorder has stored the rows closed by then, or until the timeout.
    void await(Instant closedBy, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!compare(closedBy).stream().allMatch(Result::isEqual) && System.nanoTime() < end) {
            Thread.sleep(PAUSE);
        }
    }

    private Result compare(Path file, SeriesId series, Instant closedBy) {
        Instant closed = closedBy.minus(series.interval().length());
        Instant last = history.newest(series).filter(closed::isBefore).orElse(closed);
        List<Candle> rows = new ArrayList<>();
        CsvCandles.read(file, series, block -> {
            for (int row = 0; row < block.size(); row++) {
                if (block.openTimeMillis(row) <= last.toEpochMilli()) {
                    rows.add(block.candle(row));
                }
            }
        });
        List<Candle> stored = new ArrayList<>();
        history.read(series, Instant.EPOCH, last.plusMillis(1), block -> {
            for (int row = 0; row < block.size(); row++) {
                stored.add(block.candle(row));
            }
        });
        return new Result(file, series, rows.size(), stored.size(), firstDifference(rows, stored));
    }

    private static Optional<String> firstDifference(List<Candle> rows, List<Candle> stored) {
        Iterator<Candle> others = stored.iterator();
        for (Candle row : rows) {
            if (!others.hasNext()) {
                return Optional.of("the row of %s is missing".formatted(Instant.ofEpochMilli(row.openTimeMillis())));
            }
            Candle other = others.next();
            if (!sameNumbers(row, other)) {
                return Optional.of("the file has %s, the store has %s".formatted(row, other));
            }
        }
        return others.hasNext() ? Optional.of("the store also has %s".formatted(others.next())) : Optional.empty();
    }

    /// Ignores the turnover if the file has none, since the simulated exchange derives it from price and volume.
    private static boolean sameNumbers(Candle row, Candle other) {
        return row.openTimeMillis() == other.openTimeMillis() && row.open() == other.open()
                && row.high() == other.high()
                && row.low() == other.low() && row.close() == other.close() && row.volume() == other.volume()
                && (row.turnover() == 0 || row.turnover() == other.turnover());
    }
}
