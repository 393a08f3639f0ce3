package io.tradinghub.exchange.bybit.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.bybit.RequestBan;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/// Sends signed requests to Bybit's REST service, each at most once: a request without an answer may have been carried
/// out. Calls block until the answer or the time limit of the client; any thread may call.
///
/// Every answer that carries Bybit's time corrects the clock. No message contains the key, although Bybit writes it
/// into some of its own.
final class SignedCalls {
    private static final MediaType JSON = MediaType.get("application/json");
    private final OkHttpClient http;
    private final HttpUrl address;
    private final ApiKey key;
    private final String receiveWindow;
    private final ExchangeClock clock;
    private final RequestBan ban;
    private final ObjectMapper json = new ObjectMapper();

    /// @param http must neither retry nor follow
    SignedCalls(OkHttpClient http, BybitAccountSettings settings, ApiKey key, ExchangeClock clock, RequestBan ban) {
        this.http = http;
        this.address = HttpUrl.get(settings.rest().toString());
        this.key = key;
        this.receiveWindow = Long.toString(settings.receiveWindow().toMillis());
        this.clock = clock;
        this.ban = ban;
    }

    RestReply get(String path, Query query) {
        HttpUrl url = query.at(address, path);
        String asked = url.encodedQuery();
        return send(signed(clock.instant(), asked == null ? "" : asked).url(url).build());
    }

    /// @param stampedAt from when on the receive window counts, by the exchange's clock
    RestReply post(String path, ObjectNode body, Instant stampedAt) {
        String text = body.toString();
        return send(signed(stampedAt, text).url(address.newBuilder().encodedPath(path).build())
                .post(new SentOnce(text.getBytes(UTF_8))).build());
    }

    /// Asks for Bybit's time, which needs no signature and so works by any clock.
    RestReply time() {
        return send(new Request.Builder().url(address.newBuilder().encodedPath("/v5/market/time").build()).build());
    }

    private Request.Builder signed(Instant stampedAt, String payload) {
        String timestamp = Long.toString(stampedAt.toEpochMilli());
        String apiKey = key.key().reveal();
        return new Request.Builder().header("X-BAPI-API-KEY", apiKey).header("X-BAPI-TIMESTAMP", timestamp)
                .header("X-BAPI-RECV-WINDOW", receiveWindow)
                .header("X-BAPI-SIGN", Signature.of(key.secret(), timestamp + apiKey + receiveWindow + payload));
    }

    private RestReply send(Request request) {
        Optional<String> banned = ban.reason();
        if (banned.isPresent()) {
            return new RestReply.NotSent(banned.get());
        }
        try (Response response = http.newCall(request).execute()) {
            return judge(response);
        } catch (IOException e) {
            return new RestReply.NoAnswer(e.toString());
        }
    }

    private RestReply judge(Response response) throws IOException {
        int status = response.code();
        if (status == 403) {
            ban.start();
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
