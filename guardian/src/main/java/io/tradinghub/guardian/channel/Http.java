package io.tradinghub.guardian.channel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sends requests with a time limit. What it says about a failure names neither address nor body.
final class Http {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private final HttpClient client;

    private Http(HttpClient client) {
        this.client = client;
    }

    static Http open() {
        return new Http(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT).followRedirects(HttpClient.Redirect.NEVER).build());
    }

    /// Posts JSON; the answer, whatever its status.
    ///
    /// @throws DeliveryException when there is none
    HttpResponse<String> post(URI address, String json) throws DeliveryException {
        return send(HttpRequest.newBuilder(address).header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
    }

    /// Asks for the address; the answer, whatever its status.
    ///
    /// @throws DeliveryException when there is none
    HttpResponse<String> get(URI address) throws DeliveryException {
        return send(HttpRequest.newBuilder(address).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder unbounded) throws DeliveryException {
        HttpRequest request = unbounded.timeout(TIMEOUT).build();
        URI address = request.uri();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (HttpTimeoutException _) {
            throw new DeliveryException("%s did not answer within %d s".formatted(address.getHost(),
                    TIMEOUT.toSeconds()));
        } catch (IOException e) {
            throw new DeliveryException(
                    "%s cannot be reached (%s)".formatted(address.getHost(), e.getClass().getSimpleName()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new DeliveryException("interrupted");
        }
    }
}
