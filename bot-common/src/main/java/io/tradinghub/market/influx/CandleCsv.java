package io.tradinghub.market.influx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.CandleBlock;

/// Reads the CSV of InfluxDB without annotations: a header with the names of the columns, rows that end in CRLF, an
/// empty line after each table.
final class CandleCsv {

    private CandleCsv() {}

    /// Puts the rows into the block instead of what it had, and answers how many they are.
    ///
    /// @throws IllegalStateException when a column is missing or a value is not a number, naming the row
    static int read(String csv, CandleBlock block) {
        Columns columns = null;
        block.clear();
        for (String line : lines(csv)) {
            if (isHeader(line)) {
                columns = Columns.of(line);
            } else if (columns != null) {
                columns.append(line.split(",", -1), block);
            }
        }
        return block.size();
    }

    /// What went wrong after the answer had begun: then the last table has nothing but the message.
    static Optional<String> error(String csv) {
        List<String> lines = lines(csv);
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).startsWith("error,reference") || lines.get(line).startsWith(",error,reference")) {
                return Optional.of(line + 1 < lines.size() ? lines.get(line + 1) : "an error without a message");
            }
        }
        return Optional.empty();
    }

    /// The values of column `_time`.
    static List<Instant> times(String csv) {
        List<Instant> times = new ArrayList<>();
        int column = -1;
        for (String line : lines(csv)) {
            if (isHeader(line)) {
                column = index(line, "_time");
            } else {
                times.add(Instant.parse(line.split(",", -1)[column]));
            }
        }
        return times;
    }

    private static List<String> lines(String csv) {
        return csv.lines().filter(line -> !line.isBlank()).toList();
    }

    private static boolean isHeader(String line) {
        return line.startsWith(",result,table,");
    }

    private static int index(String header, String name) {
        int index = Arrays.asList(header.split(",", -1)).indexOf(name);
        if (index < 0) {
            throw new IllegalStateException(
                    "column %s is missing in the answer of InfluxDB: %s".formatted(name, header));
        }
        return index;
    }

    private record Columns(int count, int time, int open, int high, int low, int close, int volume, int turnover) {

        static Columns of(String header) {
            return new Columns(header.split(",", -1).length, index(header, "_time"), index(header, "open"),
                    index(header, "high"),
                    index(header, "low"),
                    index(header, "close"), index(header, "volume"), index(header, "turnover"));
        }

        void append(String[] row, CandleBlock block) {
            if (row.length != count) {
                throw new IllegalStateException(
                        "%d columns and not %d in the candle %s".formatted(row.length, count, Arrays.toString(row)));
            }
            block.append(Instant.parse(row[time]).toEpochMilli(), number(row, open), number(row, high),
                    number(row, low),
                    number(row, close),
                    number(row, volume), number(row, turnover));
        }

        private static double number(String[] row, int column) {
            try {
                return Double.parseDouble(row[column]);
            } catch (NumberFormatException broken) {
                throw new IllegalStateException(
                        "'%s' is not a number in the candle %s".formatted(row[column], Arrays.toString(row)), broken);
            }
        }
    }
}
