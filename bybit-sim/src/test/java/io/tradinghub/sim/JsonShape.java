package io.tradinghub.sim;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The structure of a message without its values: the JSON type at each path, and for text whether it is a number,
/// empty or a word.
///
/// The elements of an array share one path, which has all their types.
public final class JsonShape {
    private JsonShape() {}

    public static Map<String, String> of(JsonNode node) {
        Map<String, String> shape = new TreeMap<>();
        walk("", node, shape);
        return shape;
    }

    /// Reads a fixture message, for example `ws/pong.linear`.
    public static JsonNode fixture(String name) throws IOException {
        try (InputStream in = JsonShape.class.getResourceAsStream("/bybit/" + name + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        }
    }

    private static void walk(String path, JsonNode node, Map<String, String> shape) {
        if (node.isObject()) {
            node.properties().forEach(field -> walk(path + '/' + field.getKey(), field.getValue(), shape));
        } else if (node.isArray()) {
            node.forEach(element -> walk(path + "[]", element, shape));
        } else {
            String type = node.isTextual() ? text(node.asText()) : node.getNodeType().name();
            shape.merge(path, type, (known, other) -> known.contains(other) ? known : known + " or " + other);
        }
    }

    private static String text(String value) {
        if (value.isEmpty()) {
            return "EMPTY TEXT";
        }
        return value.matches("-?[0-9]+(\\.[0-9]+)?") ? "NUMBER AS TEXT" : "TEXT";
    }
}
