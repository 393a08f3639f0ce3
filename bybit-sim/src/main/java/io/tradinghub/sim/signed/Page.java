package io.tradinghub.sim.signed;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// Cuts a list that is newest first into pages, as Bybit does.
///
/// The cursor names the last row of a page, so that rows which come in between are neither repeated nor left out. Every
/// page that is not empty has one, even when nothing follows. It is percent-encoded; clients may send it back as it is
/// or encoded once more.
record Page<T>(List<T> rows, String nextCursor) {

    static <T> Page<T> of(List<T> all, QueryParameters query, int defaultLimit, int maxLimit,
            Function<T, String> idOf) throws ApiException {
        int limit = query.limit(defaultLimit, maxLimit);
        int from = first(all, query, idOf);
        List<T> rows = all.subList(from, Math.min(all.size(), from + limit));
        return new Page<>(rows, rows.isEmpty() ? "" : "last%3A" + idOf.apply(rows.getLast()) + "%2C" + from);
    }

    private static <T> int first(List<T> all, QueryParameters query, Function<T, String> idOf) throws ApiException {
        Optional<String> cursor = query.text("cursor");
        if (cursor.isEmpty()) {
            return 0;
        }
        String text = cursor.get().replace("%3A", ":").replace("%2C", ",");
        if (!text.matches("last:.+,[0-9]{1,9}")) {
            throw ApiException.parameter("params error: cursor invalid");
        }
        String last = text.substring("last:".length(), text.lastIndexOf(','));
        for (int i = 0; i < all.size(); i++) {
            if (idOf.apply(all.get(i)).equals(last)) {
                return i + 1;
            }
        }
        return Math.min(all.size(), Integer.parseInt(text.substring(text.lastIndexOf(',') + 1)));
    }

    ObjectNode result(String category, Function<T, ObjectNode> write) {
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("list");
        rows.forEach(row -> list.add(write.apply(row)));
        return result.put("nextPageCursor", nextCursor).put("category", category);
    }
}
