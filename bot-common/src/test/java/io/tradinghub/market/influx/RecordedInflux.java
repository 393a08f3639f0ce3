package io.tradinghub.market.influx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;

/// Answers every call as a real InfluxDB 2.7.12 once did: with the recorded reply that the test names.
public final class RecordedInflux implements AutoCloseable {
    private final HttpServer server;
    private final List<String> bodies = new ArrayList<>();
    private volatile JsonNode reply = read("17-write-ok");
    private volatile String mark = "";
    private volatile String appended = "";
    private volatile boolean isCutOff;

    public RecordedInflux() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/ping", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/api/v2/", this::answer);
        server.start();
    }

    /// From now on every call gets this reply.
    void answersWith(String name) {
        answersWith(name, "");
    }

    /// From now on calls with this in their body get this reply, and others are told that all is written.
    public void answersWith(String name, String inBody) {
        mark = inBody;
        reply = read(name);
    }

    /// From now on every call gets this status and text, as a server or what stands in front of it may answer.
    void answersWith(int status, String text) {
        mark = "";
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putObject("response").put("status", status).put("body", text).putObject("headers");
        reply = response;
    }

    /// From now on the line breaks in the middle of every answer, behind a whole chunk.
    void cutsAnswersOff() {
        isCutOff = true;
    }

    /// From now on this follows what was recorded.
    void appends(String text) {
        appended = text;
    }

    /// What was sent, call by call.
    public List<String> bodies() {
        return bodies;
    }

    public InfluxSettings settings() {
        return new InfluxSettings(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "hub", "market_data",
                Secret.of("TOKEN"),
                new StoreTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(sent);
        JsonNode response = (sent.contains(mark) ? reply : read("17-write-ok")).get("response");
        byte[] body = (response.path("body").asText() + appended).getBytes(StandardCharsets.UTF_8);
        response.get("headers").properties().stream().filter(header -> header.getKey().startsWith("Content-Type"))
                .forEach(header -> exchange.getResponseHeaders().set(header.getKey(), header.getValue().asText()));
        if (isCutOff) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("the test cuts the line");
        }
        exchange.sendResponseHeaders(response.get("status").asInt(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static JsonNode read(String name) {
        try (InputStream file = Objects.requireNonNull(
                RecordedInflux.class.getResourceAsStream("/influx/" + name + ".json"),
                name)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
