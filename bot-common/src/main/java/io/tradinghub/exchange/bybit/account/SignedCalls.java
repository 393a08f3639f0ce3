package io.tradinghub.exchange.bybit.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.bybit.HostRequests;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/// Sends signed requests to Bybit's REST service, each at most once: a request without an answer may have been carried
/// out. Each waits for its turn first. Calls block until the answer or the time limit of the client; any thread may call.
///
/// Every answer that carries Bybit's time corrects the clock. No message contains the key, although Bybit writes it
/// into some of its own.
final class SignedCalls {
    private static final String TIME = "/v5/market/time";
    private static final MediaType JSON = MediaType.get("application/json");
    private final OkHttpClient http;
    private final HttpUrl address;
    private final ApiKey key;
    private final String receiveWindow;
    private final ExchangeClock clock;
    private final HostRequests requests;
    private final UidLimits limits;
    private final ObjectMapper json = new ObjectMapper();

    /// @param http must neither retry nor follow
    SignedCalls(OkHttpClient http, BybitAccountSettings settings, ApiKey key, ExchangeClock clock,
            HostRequests requests) {
        this.http = http;
        this.address = HttpUrl.get(settings.rest().toString());
        this.key = key;
        this.receiveWindow = Long.toString(settings.receiveWindow().toMillis());
        this.clock = clock;
        this.requests = requests;
        this.limits = new UidLimits(clock, System::nanoTime);
    }

    RestReply get(String path, Query query, Turn turn) {
        HttpUrl url = query.at(address, path);
        String asked = url.encodedQuery();
        return send(path, turn, () -> signed(clock.instant(), asked == null ? "" : asked).url(url).build());
    }

    /// Its receive window begins when it leaves.
    RestReply post(String path, ObjectNode body, Turn turn) {
        return post(path, body, turn, clock);
    }

    /// @param stampedAt from when on the receive window counts, by the exchange's clock
    RestReply post(String path, ObjectNode body, Turn turn, InstantSource stampedAt) {
        String text = body.toString();
        // Bybit counts each category of an endpoint for itself.
        return send(path + ' ' + body.path("category").asText(), turn,
                () -> signed(stampedAt.instant(), text).url(address.newBuilder().encodedPath(path).build())
                        .post(new SentOnce(text.getBytes(UTF_8))).build());
    }

    /// Asks for Bybit's time, which needs no signature and so works by any clock.
    RestReply time(Turn turn) {
        return send(TIME, turn,
                () -> new Request.Builder().url(address.newBuilder().encodedPath(TIME).build()).build());
    }

    private Request.Builder signed(Instant stampedAt, String payload) {
        String timestamp = Long.toString(stampedAt.toEpochMilli());
        String apiKey = key.key().reveal();
        return new Request.Builder().header("X-BAPI-API-KEY", apiKey).header("X-BAPI-TIMESTAMP", timestamp)
                .header("X-BAPI-RECV-WINDOW", receiveWindow)
                .header("X-BAPI-SIGN", Signature.of(key.secret(), timestamp + apiKey + receiveWindow + payload));
    }

    private RestReply send(String endpoint, Turn turn, Supplier<Request> request) {
        try {
            Optional<String> held = await(endpoint, turn);
            if (held.isPresent()) {
                return new RestReply.NotSent(held.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new RestReply.NotSent("interrupted before it left");
        }
        limits.leaves(endpoint);
        try (Response response = http.newCall(request.get()).execute()) {
            RestReply reply = judge(response);
            limits.answered(endpoint, response.headers(), reply);
            return reply;
        } catch (IOException e) {
            return new RestReply.NoAnswer(e.toString());
        } finally {
            limits.ended(endpoint);
        }
    }

    /// Waits until the request may leave; answers why it may not.
    private Optional<String> await(String endpoint, Turn turn) throws InterruptedException {
        long start = System.nanoTime();
        Duration longest = turn.longest();
        for (Duration wait = limits.untilFree(turn.lane(), endpoint); wait.isPositive(); wait = limits
                .untilFree(turn.lane(), endpoint)) {
            if (wait.compareTo(longest) > 0) {
                return Optional.of("the account has used up its limit of " + endpoint);
            }
            Thread.sleep(wait);
            longest = turn.longest().minusNanos(System.nanoTime() - start);
        }
        return requests.await(turn.lane(), longest);
    }

    private RestReply judge(Response response) throws IOException {
        int status = response.code();
        if (status == 403) {
            requests.refused();
        }
        if (status == 401) {
            return new RestReply.Refusal(status, "HTTP 401: key or signature are missing or wrong");
        }
        if (!response.isSuccessful()) {
            return new RestReply.NoAnswer("HTTP " + status);
        }
        JsonNode envelope = json.readTree(response.body().bytes());
        if (!envelope.path("retCode").isInt()) {
            return new RestReply.NoAnswer("JSON without retCode");
        }
        long time = envelope.path("time").asLong();
        if (time > 0) {
            clock.heard(time);
        }
        int code = envelope.path("retCode").intValue();
        return code == 0
                ? new RestReply.Success(envelope.path("result"),
                        time > 0 ? Instant.ofEpochMilli(time) : clock.instant())
                : new RestReply.Refusal(code, envelope.path("retMsg").asText().replace(key.key().reveal(), "***"));
    }

    /// Keeps OkHttp from sending a body again, which it does by itself after a 503 that says `Retry-After: 0`.
    private static final class SentOnce extends RequestBody {
        private final byte[] bytes;

        SentOnce(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
