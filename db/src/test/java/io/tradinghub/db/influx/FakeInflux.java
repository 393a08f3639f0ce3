package io.tradinghub.db.influx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// Answers the calls of the preparation with the statuses, fields and permission checks recorded from InfluxDB 2.7.12.
/// Stores no points.
final class FakeInflux implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, Map<String, ObjectNode>> kinds = new HashMap<>();
    private int lastId;
    private String operator = "";

    private FakeInflux(HttpServer server) {
        this.server = server;
    }

    static FakeInflux start() {
        try {
            FakeInflux fake = new FakeInflux(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            fake.server.createContext("/", fake::handle);
            fake.server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = answer(exchange, body);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer answer(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")).replace("Token ", "");
        if (path.equals("/health")) {
            return new Answer(200, "{\"name\":\"influxdb\", \"status\":\"pass\", \"version\": \"v2.7.12\"}");
        }
        if (path.equals("/api/v2/setup")) {
            return setup(exchange.getRequestMethod(), body);
        }
        Map<String, String> query = query(exchange.getRequestURI());
        if (path.equals("/api/v2/write")) {
            return write(token, query);
        }
        if (!token.equals(operator)) {
            return error(401, "unauthorized", "unauthorized access");
        }
        String[] parts = path.substring("/api/v2/".length()).split("/", -1);
        return switch (exchange.getRequestMethod()) {
            case "GET" -> list(parts[0], query);
            case "POST" -> create(parts[0], body);
            case "PATCH" -> patch(Objects.requireNonNull(kind(parts[0]).get(parts[1])), body);
            default -> delete(parts[0], parts[1]);
        };
    }

    private Answer setup(String method, String body) throws IOException {
        if (method.equals("GET")) {
            return new Answer(200, "{\n\t\"allowed\": %s\n}".formatted(operator.isEmpty()));
        }
        if (!operator.isEmpty()) {
            return error(422, "conflict", "onboarding has already been completed");
        }
        JsonNode asked = JSON.readTree(body);
        operator = asked.path("token").asText();
        ObjectNode organisation = add("orgs", JSON.createObjectNode().put("name", asked.path("org").asText()));
        ObjectNode bucket = JSON.createObjectNode().put("name", asked.path("bucket").asText()).put("orgID",
                organisation.path("id").asText());
        bucket.putArray("retentionRules").addObject().put("type", "expire")
                .put("everySeconds", asked.path("retentionPeriodSeconds").asLong())
                .put("shardGroupDurationSeconds", 604_800);
        add("buckets", bucket);
        return new Answer(201, "{}");
    }

    private Answer list(String kind, Map<String, String> query) {
        String name = query.getOrDefault("name", query.getOrDefault("org", ""));
        String organisation = query.getOrDefault("orgID", "");
        ObjectNode reply = JSON.createObjectNode();
        ArrayNode found = reply.putArray(kind);
        kind(kind).values().stream().filter(node -> name.isEmpty() || node.path("name").asText().equals(name))
                .filter(node -> organisation.isEmpty() || node.path("orgID").asText().equals(organisation))
                .forEach(found::add);
        if (kind.equals("orgs") && found.isEmpty()) {
            return error(404, "not found", "organization name \"%s\" not found".formatted(name));
        }
        if (kind.equals("buckets") && !name.isEmpty() && found.isEmpty()) {
            return error(404, "not found", "bucket \"%s\" not found".formatted(name));
        }
        return new Answer(200, reply.toString());
    }

    private Answer create(String kind, String body) throws IOException {
        ObjectNode asked = (ObjectNode) JSON.readTree(body);
        if (kind.equals("authorizations")) {
            asked.put("token", "made-by-the-server-" + (lastId + 1)).put("status", "active");
        }
        if (kind.equals("tasks")) {
            asked.put("name", asked.path("flux").asText().replaceAll("(?s).*name: \"([^\"]*)\".*", "$1"));
        }
        if (kind.equals("buckets")
                && kind(kind).values().stream().anyMatch(node -> node.path("name").equals(asked.path("name"))
                        && node.path("orgID").equals(asked.path("orgID")))) {
            return error(422, "conflict", "bucket with name %s already exists".formatted(asked.path("name").asText()));
        }
        return new Answer(201, add(kind, asked).toString());
    }

    private static Answer patch(ObjectNode present, String body) throws IOException {
        present.setAll((ObjectNode) JSON.readTree(body));
        return new Answer(200, present.toString());
    }

    private Answer delete(String kind, String id) {
        return kind(kind).remove(id) == null
                ? error(404, "not found", kind + " not found")
                : new Answer(204, "");
    }

    /// Answers 401 for an unknown token, 404 if the token may not access the bucket, 403 if it may only read it.
    private Answer write(String token, Map<String, String> query) {
        ObjectNode authorization = kind("authorizations").values().stream()
                .filter(node -> node.path("token").asText().equals(token)
                        && node.path("status").asText().equals("active"))
                .findFirst().orElse(null);
        if (authorization == null) {
            return error(401, "unauthorized", "unauthorized access");
        }
        String bucket = kind("buckets").values().stream()
                .filter(node -> node.path("name").asText().equals(query.get("bucket"))
                        && node.path("orgID").equals(authorization.path("orgID")))
                .findFirst().orElseThrow().path("id").asText();
        if (may(authorization, "write", bucket)) {
            return new Answer(204, "");
        }
        return may(authorization, "read", bucket)
                ? error(403, "forbidden", "insufficient permissions for write")
                : error(404, "not found", "bucket \"%s\" not found".formatted(query.get("bucket")));
    }

    private static boolean may(ObjectNode authorization, String action, String bucket) {
        return StreamSupport.stream(authorization.path("permissions").spliterator(), false)
                .anyMatch(permission -> permission.path("action").asText().equals(action)
                        && permission.path("resource").path("id").asText().equals(bucket));
    }

    private ObjectNode add(String kind, ObjectNode node) {
        lastId++;
        String id = "%016x".formatted(lastId);
        kind(kind).put(id, node.put("id", id));
        return node;
    }

    private Map<String, ObjectNode> kind(String name) {
        return kinds.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }

    private static Answer error(int status, String code, String message) {
        return new Answer(status, JSON.createObjectNode().put("code", code).put("message", message).toString());
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String[] sides = pair.split("=", 2);
                query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private record Answer(int status, String body) {}
}
