package io.tradinghub.exchange.bybit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of an answer whose list is newest first, in ascending order, and how many of its rows could not be read: a
/// bad row costs that row and not the answer.
record AnswerRows<T>(List<T> rows, int unreadable) {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerRows.class);

    /// Logs once for the whole answer, with the oldest row that cannot be read.
    ///
    /// @param reader throws [IllegalArgumentException] when a row cannot be read
    static <T> AnswerRows<T> read(String request, JsonNode newestFirst, Function<JsonNode, T> reader) {
        List<T> rows = new ArrayList<>(newestFirst.size());
        int unreadable = 0;
        String example = "";
        for (int row = newestFirst.size() - 1; row >= 0; row--) {
            try {
                rows.add(reader.apply(newestFirst.get(row)));
            } catch (IllegalArgumentException e) {
                example = unreadable == 0 ? "%s (%s)".formatted(newestFirst.get(row), e.getMessage()) : example;
                unreadable++;
            }
        }
        if (unreadable > 0) {
            LOG.atError().addKeyValue("request", request).addKeyValue("unreadable", unreadable)
                    .addKeyValue("of", newestFirst.size()).addKeyValue("first", example)
                    .log("exchange sent rows that cannot be read, left out");
        }
        return new AnswerRows<>(rows, unreadable);
    }
}
