package io.tradinghub.exchange.bybit.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.ObjectMapper;

/// Frames and answers of Bybit's in `src/test/resources/bybit`.
final class Fixture {
    private Fixture() {}

    static String text(String name) {
        try (InputStream file = Objects.requireNonNull(Fixture.class.getResourceAsStream("/bybit/" + name), name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Row row(String text) {
        try {
            return new Row(new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows in the `data` of a frame.
    static List<Row> data(String text) {
        List<Row> rows = new ArrayList<>();
        row(text).json().path("data").forEach(row -> rows.add(new Row(row)));
        return rows;
    }

    /// The rows of the list in a REST answer.
    static List<Row> list(String text) {
        List<Row> rows = new ArrayList<>();
        row(text).json().path("result").path("list").forEach(row -> rows.add(new Row(row)));
        return rows;
    }
}
