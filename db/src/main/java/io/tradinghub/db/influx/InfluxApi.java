package io.tradinghub.db.influx;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;

/// Calls the HTTP API of InfluxDB 2.7 with one token. Not thread-safe; the caller closes it.
public final class InfluxApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http;
    private final URI url;
    private final Secret token;
    private final Duration answer;

    private InfluxApi(HttpClient http, URI url, Secret token, Duration answer) {
        this.http = http;
        this.url = url;
        this.token = token;
        this.answer = answer;
    }

    /// Creates a client; sends no request.
    public static InfluxApi open(URI url, Secret token, StoreTimeouts timeouts) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(timeouts.connect())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return new InfluxApi(http, url, token, timeouts.answer());
    }

    /// Sends a request and returns the reply, whatever its status.
    ///
    /// @throws StoreUnavailableException when no reply arrives
    public Reply get(String path) {
        return send(request(path).GET());
    }

    public Reply post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply post(String path, JsonNode body) {
        return send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    Reply patch(String path, JsonNode body) {
        return send(request(path).header("Content-Type", "application/json").method("PATCH",
                HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    /// Encodes a value for a query string.
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(answer).header("Authorization",
                "Token " + token.reveal());
    }

    private Reply send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        String call = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(call, response.statusCode(), response.body());
        } catch (IOException e) {
            throw new StoreUnavailableException("influx %s did not answer %s: %s".formatted(url, call, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "interrupted while waiting for influx %s to answer %s".formatted(url, call), e);
        }
    }

    /// The server's reply to a call such as `GET /api/v2/buckets`, successful or not.
    public record Reply(String call, int status, String body) {

        /// The body as JSON; a missing node if it is not JSON.
        public JsonNode json() {
            try {
                JsonNode node = JSON.readTree(body);
                return node == null ? MissingNode.getInstance() : node;
            } catch (IOException _) {
                return MissingNode.getInstance();
            }
        }

        boolean isSuccess() {
            return status / 100 == 2;
        }

        /// The server's error message, or the whole body if it has none.
        String message() {
            return json().path("message").asText(body.strip());
        }
    }
}
