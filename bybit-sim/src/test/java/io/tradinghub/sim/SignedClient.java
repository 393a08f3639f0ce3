package io.tradinghub.sim;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.key.Signature;
import io.tradinghub.sim.wire.Json;

/// A REST client of one API key, which stamps with the time that a test gives it.
final class SignedClient implements AutoCloseable {
    private static final String WINDOW = "5000";
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final URI control;
    private final String key;
    private final String secret;
    private final AtomicLong nowMillis;

    SignedClient(BybitSim sim, String key, String secret, long nowMillis) {
        this.base = sim.restUrl();
        this.control = sim.controlUrl();
        this.key = key;
        this.secret = secret;
        this.nowMillis = new AtomicLong(nowMillis);
    }

    /// Stamps later requests with this time.
    void stampWith(long millis) {
        nowMillis.set(millis);
    }

    JsonNode get(String path, String query) throws IOException, InterruptedException {
        return json(request(path, query));
    }

    HttpResponse<String> request(String path, String query) throws IOException, InterruptedException {
        URI uri = base.resolve(query.isEmpty() ? path : path + '?' + query);
        return http.send(signed(uri, query).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Posts the members, written as `name:value` with commas between them, as texts.
    JsonNode post(String path, String members) throws IOException, InterruptedException {
        ObjectNode body = Json.object();
        for (String member : List.of(members.split(",", -1))) {
            body.put(member.substring(0, member.indexOf(':')).strip(), member.substring(member.indexOf(':') + 1));
        }
        return postBody(path, Json.text(body));
    }

    JsonNode postBody(String path, String body) throws IOException, InterruptedException {
        return json(http.send(signed(base.resolve(path), body).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private HttpRequest.Builder signed(URI uri, String payload) {
        String timestamp = Long.toString(nowMillis.get());
        String text = timestamp + key + WINDOW + payload;
        return HttpRequest.newBuilder(uri).header("X-BAPI-API-KEY", key).header("X-BAPI-TIMESTAMP", timestamp)
                .header("X-BAPI-RECV-WINDOW", WINDOW)
                .header("X-BAPI-SIGN", Signature.of(text.getBytes(StandardCharsets.UTF_8), secret));
    }

    /// Sends a request without a signature: what begins with `/sim/` to the control API.
    HttpResponse<String> plain(String method, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder((path.startsWith("/sim/") ? control : base).resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body()).orElseThrow(() -> new AssertionError(response.body()));
    }

    @Override
    public void close() {
        http.close();
    }
}
