package io.tradinghub.exchange.bybit;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// A row of the kline endpoint: `[start, open, high, low, close, volume, turnover]`, all text.
final class CandleRow {
    private static final int COLUMNS = 7;
    private static final int MARK_COLUMNS = 5;
    private static final int MOST_DIGITS = 40;

    private CandleRow() {}

    /// @throws IllegalArgumentException when this is no such row, or a candle that cannot exist
    static ArchivedCandle read(SeriesId series, JsonNode row) {
        if (!row.isArray() || row.size() != COLUMNS) {
            throw new IllegalArgumentException("a candle row has %d columns, got %s".formatted(COLUMNS, row));
        }
        long start = Long.parseLong(row.get(0).asText());
        String[] numerals = new String[COLUMNS];
        double[] values = new double[COLUMNS];
        for (int column = 1; column < COLUMNS; column++) {
            numerals[column] = plain(row.get(column).asText());
            values[column] = Double.parseDouble(numerals[column]);
        }
        Candle candle = new Candle(series, start, values[1], values[2], values[3], values[4], values[5], values[6]);
        String line = "kline,category=%s,interval=%s,symbol=%s open=%s,high=%s,low=%s,close=%s,volume=%s,turnover=%s,confirmed=true %d\n"
                .formatted(series.instrument().category().wireName(), series.interval().wireName(),
                        series.instrument().symbol(),
                        numerals[1], numerals[2], numerals[3], numerals[4], numerals[5], numerals[6], start);
        return new ArchivedCandle(candle, line);
    }

    /// A row of the mark price's kline endpoint: the same without volume and turnover.
    ///
    /// @throws IllegalArgumentException when this is no such row, or a candle that cannot exist
    static Candle readMark(SeriesId series, JsonNode row) {
        if (!row.isArray() || row.size() != MARK_COLUMNS) {
            throw new IllegalArgumentException("a mark price row has %d columns, got %s".formatted(MARK_COLUMNS, row));
        }
        double[] prices = new double[MARK_COLUMNS];
        for (int column = 1; column < MARK_COLUMNS; column++) {
            prices[column] = Double.parseDouble(plain(row.get(column).asText()));
        }
        return new Candle(series, Long.parseLong(row.get(0).asText()), prices[1], prices[2], prices[3], prices[4], 0,
                0);
    }

    /// The exchange's own digits; a numeral with an exponent, such as `1e+06`, is written out.
    private static String plain(String numeral) {
        boolean alreadyPlain = !numeral.isEmpty() && numeral.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
        if (alreadyPlain && numeral.length() <= MOST_DIGITS) {
            return numeral;
        }
        BigDecimal value = numeral.length() > MOST_DIGITS ? BigDecimal.ONE.negate() : new BigDecimal(numeral);
        if (value.signum() < 0 || Math.abs((long) value.scale()) > MOST_DIGITS / 2) {
            throw new IllegalArgumentException(
                    "a numeral of a candle must be 0 or more and of sane length, got " + numeral);
        }
        return value.toPlainString();
    }
}
