package io.tradinghub.market.redis;

import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Reads the entries of a candle stream.
final class StreamEntries {
    private StreamEntries() {}

    /// The closed candle that an entry holds; empty for one that was still open.
    ///
    /// @throws IllegalStateException when the entry lacks a part
    static Optional<Candle> closedCandle(SeriesId series, Map<String, String> fields) {
        if (!"1".equals(fields.get("x"))) {
            return Optional.empty();
        }
        return Optional.of(new Candle(series, Long.parseLong(field(fields, "t")), number(fields, "o"),
                number(fields, "h"), number(fields, "l"), number(fields, "c"), number(fields, "v"),
                number(fields, "q")));
    }

    private static double number(Map<String, String> fields, String name) {
        return Double.parseDouble(field(fields, name));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("'%s' is missing in the candle %s".formatted(name, fields));
        }
        return value;
    }
}
