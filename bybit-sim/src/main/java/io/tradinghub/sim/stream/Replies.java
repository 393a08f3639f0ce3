package io.tradinghub.sim.stream;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.wire.Json;

/// The control frames of the public streams. Without a `req_id` in the request, linear answers with an empty one and
/// spot with none.
final class Replies {
    private Replies() {}

    static String success(Connection connection, String op, Optional<JsonNode> requestId) {
        return frame(true, connection.category() == Category.SPOT ? op : "", connection, op, requestId);
    }

    static String refusal(Connection connection, String op, Optional<JsonNode> requestId, String why) {
        return frame(false, why, connection, op, requestId);
    }

    static String pong(Connection connection, Optional<JsonNode> requestId) {
        return frame(true, "pong", connection, "ping", requestId);
    }

    /// The exchange's decoder names the first character it could not use.
    static String undecodable(Connection connection, String text) {
        String found = text.isEmpty() ? "\u0000" : text.substring(0, 1);
        String shown = text.length() > 32 ? text.substring(0, 32) : text;
        String why = "Failed to decode incoming data:readObjectStart: expect { or n, but found %s, error found in #1 byte of ...|%s|..."
                .formatted(found, shown);
        return frame(false, why, connection, "", Optional.empty());
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
