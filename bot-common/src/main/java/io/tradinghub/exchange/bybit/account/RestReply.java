package io.tradinghub.exchange.bybit.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/// What came of a REST request.
sealed interface RestReply {

    /// Bybit said yes, at this moment by its own clock.
    record Success(JsonNode result, Instant at) implements RestReply {

        /// The rows of a list's page.
        List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            result.path("list").forEach(row -> rows.add(new Row(row)));
            return rows;
        }
    }

    /// Bybit said something else than yes; [ReturnCodes] says what that means.
    record Refusal(int code, String message) implements RestReply {}

    /// It left and no usable answer came: whether Bybit did what was asked is not known.
    record NoAnswer(String reason) implements RestReply {}

    /// It never left.
    record NotSent(String reason) implements RestReply {}
}
