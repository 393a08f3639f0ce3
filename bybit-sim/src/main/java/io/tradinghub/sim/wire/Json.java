package io.tradinghub.sim.wire;

import java.io.UncheckedIOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Reads and writes compact JSON as Bybit writes it.
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// Writes this node; escapes `>` as Bybit's encoder does.
    public static String text(JsonNode node) {
        try {
            String text = MAPPER.writeValueAsString(node);
            return text.indexOf('>') < 0 ? text : text.replace(">", "\\u003e");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write a JSON tree", e);
        }
    }

    /// Parses one JSON object; empty for anything else.
    public static Optional<ObjectNode> read(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
