package io.tradinghub.market.csv;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;

/// Settled funding rates of one perpetual in a CSV file, gzip or not, with the header `ts_ms,funding_rate`: one row a
/// settlement, ascending.
public final class CsvFundingRates {
    static final String HEADER = "ts_ms,funding_rate";

    private CsvFundingRates() {}

    /// All rates of the file.
    ///
    /// @param period the time between settlements; the moment of each is brought back to a multiple of it, because some
    ///         sources stamp a few milliseconds late
    /// @throws CsvFormatException at the first bad line, with file, line number and reason
    public static List<FundingRate> read(Path file, InstrumentId instrument, Duration period) {
        List<FundingRate> rates = new ArrayList<>();
        try (CsvRows rows = CsvRows.open(file, HEADER)) {
            for (String line = rows.next(); !line.isEmpty(); line = rows.next()) {
                String[] cells = rows.cells(line, 2);
                long settled = Math.floorDiv(rows.millis(cells[0], "ts_ms"), period.toMillis()) * period.toMillis();
                Instant settlesAt = Instant.ofEpochMilli(settled);
                if (!rates.isEmpty() && !settlesAt.isAfter(rates.getLast().settlesAt())) {
                    throw rows.fault("ts_ms must ascend by a funding period, got %s after %s".formatted(settlesAt,
                            rates.getLast().settlesAt()));
                }
                rates.add(rate(rows, instrument, cells[1], settlesAt, period));
            }
        }
        return rates;
    }

    private static FundingRate rate(CsvRows rows, InstrumentId instrument, String cell, Instant settlesAt,
            Duration period) {
        try {
            return new FundingRate(instrument, rows.number(cell, "funding_rate"), settlesAt, period);
        } catch (IllegalArgumentException impossible) {
            throw rows.fault(String.valueOf(impossible.getMessage()));
        }
    }
}
