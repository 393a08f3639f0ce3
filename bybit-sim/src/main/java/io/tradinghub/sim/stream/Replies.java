package io.tradinghub.sim.stream;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.wire.Json;

/// Builds the replies to stream requests. For a request without `req_id`, the linear stream replies with an empty one
/// and the spot stream omits it.
final class Replies {
    private Replies() {}

    static String success(Connection connection, String op, Optional<JsonNode> requestId) {
        return frame(true, connection.category() == Category.SPOT ? op : "", connection, op, requestId);
    }

    static String rejection(Connection connection, String op, Optional<JsonNode> requestId, String reason) {
        return frame(false, reason, connection, op, requestId);
    }

    static String pong(Connection connection, Optional<JsonNode> requestId) {
        return frame(true, "pong", connection, "ping", requestId);
    }

    /// Bybit's decoder names the first character that it cannot decode.
    static String undecodable(Connection connection, String text) {
        String found = text.isEmpty() ? "\u0000" : text.substring(0, 1);
        String shown = text.length() > 32 ? text.substring(0, 32) : text;
        String reason = ("Failed to decode incoming data:readObjectStart: expect { or n, but found %s, "
                + "error found in #1 byte of ...|%s|...").formatted(found, shown);
        return frame(false, reason, connection, "", Optional.empty());
    }

    private static String frame(boolean success, String message, Connection connection, String op,
            Optional<JsonNode> requestId) {
        ObjectNode frame = Json.object();
        frame.put("success", success).put("ret_msg", message).put("conn_id", connection.id());
        if (requestId.isPresent()) {
            frame.set("req_id", requestId.get());
        } else if (connection.category() == Category.LINEAR) {
            frame.put("req_id", "");
        }
        return Json.text(frame.put("op", op));
    }
}
