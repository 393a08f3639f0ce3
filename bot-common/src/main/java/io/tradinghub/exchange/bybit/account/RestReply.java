package io.tradinghub.exchange.bybit.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/// What came of a REST request.
sealed interface RestReply {

    /// What an envelope says.
    ///
    /// @param clock tells the time where the envelope does not
    static RestReply of(JsonNode envelope, InstantSource clock) {
        if (!envelope.path("retCode").isInt()) {
            return new NoAnswer("JSON without retCode");
        }
        int code = envelope.path("retCode").intValue();
        long time = envelope.path("time").asLong();
        return code == 0
                ? new Success(envelope.path("result"), time > 0 ? Instant.ofEpochMilli(time) : clock.instant())
                : new Refusal(code, envelope.path("retMsg").asText());
    }

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
