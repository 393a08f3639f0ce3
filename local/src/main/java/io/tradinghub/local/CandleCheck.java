package io.tradinghub.local;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.csv.CsvCandles;

/// Compares the candles in the store with the rows of the files that were replayed: the same rows, number for number.
final class CandleCheck {
    private final CandleHistory history;

    CandleCheck(CandleHistory history) {
        this.history = history;
    }

    /// What came of comparing one file with its series, up to the newest stored candle.
    ///
    /// @param rows of the file in that range
    /// @param stored candles in that range
    /// @param firstDifference in words; empty when all are equal
    record Result(Path file, SeriesId series, long rows, long stored, Optional<String> firstDifference) {

        boolean isEqual() {
            return firstDifference.isEmpty();
        }
    }

    /// Every file row that opens not later than the newest stored candle must be stored, and nothing else.
    Result compare(Path file, SeriesId series) {
        Optional<Instant> newest = history.newest(series);
        List<Candle> rows = new ArrayList<>();
        CsvCandles.read(file, series, block -> {
            for (int row = 0; row < block.size(); row++) {
                if (newest.isPresent() && block.openTimeMillis(row) <= newest.get().toEpochMilli()) {
                    rows.add(block.candle(row));
                }
            }
        });
        List<Candle> stored = new ArrayList<>();
        if (newest.isPresent()) {
            history.read(series, Instant.EPOCH, newest.get().plusMillis(1), block -> {
                for (int row = 0; row < block.size(); row++) {
                    stored.add(block.candle(row));
                }
            });
        }
        return new Result(file, series, rows.size(), stored.size(), firstDifference(rows, stored));
    }

    private static Optional<String> firstDifference(List<Candle> rows, List<Candle> stored) {
        if (stored.isEmpty()) {
            return Optional.of("no candle is stored");
        }
        Iterator<Candle> others = stored.iterator();
        for (Candle row : rows) {
            if (!others.hasNext()) {
                return Optional.of("%s is missing".formatted(row));
            }
            Candle other = others.next();
            if (!sameNumbers(row, other)) {
                return Optional.of("the file has %s, the store has %s".formatted(row, other));
            }
        }
        return others.hasNext() ? Optional.of("the store has %s too".formatted(others.next())) : Optional.empty();
    }

    /// A file may not have the turnover; the simulated exchange then makes it from price and volume.
    private static boolean sameNumbers(Candle row, Candle other) {
        return row.openTimeMillis() == other.openTimeMillis() && row.open() == other.open() && row.high() == other.high()
                && row.low() == other.low() && row.close() == other.close() && row.volume() == other.volume()
                && (row.turnover() == 0 || row.turnover() == other.turnover());
    }
}
