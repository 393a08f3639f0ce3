package io.tradinghub.exchange.bybit.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
/// out. Each waits for its turn first. Calls block until the answer or the time limit of the client; any thread may
/// call.
///
/// Every answer that carries Bybit's time corrects the clock. No message contains the key, although Bybit writes it
/// into some of its own.
final class SignedCalls implements Calls {
    private static final String TIME = "/v5/market/time";
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int UNAUTHORIZED = 401;
    /// Bybit's time in its words for a wrong one.
    private static final Pattern SERVER_TIME = Pattern.compile("server_timestamp\\[(\\d{13})]");
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

    @Override
    public RestReply get(String path, Query query, Turn turn) {
        HttpUrl url = query.at(address, path);
        String asked = url.encodedQuery();
        return send(path, turn, () -> signed(clock.instant(), asked == null ? "" : asked).url(url).build());
    }

    @Override
    public RestReply post(String path, ObjectNode body, Turn turn) {
        return post(path, body, turn, clock);
    }

    @Override
    public RestReply post(String path, ObjectNode body, Turn turn, InstantSource stampedAt) {
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
        long asked = clock.asked();
        try (Response response = http.newCall(request.get()).execute()) {
            RestReply reply = judge(response, asked);
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

    private RestReply judge(Response response, long asked) throws IOException {
        int status = response.code();
        if (status == 403) {
            requests.refused();
        }
        if (status == UNAUTHORIZED) {
            return unauthorized(response, asked);
        }
        return response.isSuccessful()
                ? judge(json.readTree(response.body().bytes()), asked)
                : new RestReply.NoAnswer("HTTP " + status);
    }

    /// Where the body says why, that counts: a wrong time is no wrong key.
    private RestReply unauthorized(Response response, long asked) throws IOException {
        try {
            if (judge(json.readTree(response.body().bytes()), asked) instanceof RestReply.Refusal refusal) {
                return refusal;
            }
        } catch (IOException _) {
            // Cut off, or a page for people.
        }
        return new RestReply.Refusal(UNAUTHORIZED, "HTTP 401: key or signature are missing or wrong");
    }

    private RestReply judge(JsonNode envelope, long asked) {
        if (envelope.path("retCode").isInt()) {
            hear(envelope.path("retCode").intValue(), time(envelope), asked);
        }
        RestReply reply = RestReply.of(envelope, clock);
        return reply instanceof RestReply.Refusal(int code, String message)
                ? new RestReply.Refusal(code, message.replace(key.key().reveal(), "***"))
                : reply;
    }

    /// Bybit's time; 0 when the answer does not tell it.
    private static long time(JsonNode envelope) {
        long time = envelope.path("time").asLong();
        Matcher inWords = SERVER_TIME.matcher(envelope.path("retMsg").asText());
        return time > 0 || !inWords.find() ? time : Long.parseLong(inWords.group(1));
    }

    private void hear(int code, long time, long asked) {
        if (time > 0 && code == ReturnCodes.WRONG_TIME) {
            clock.restarted(time);
        } else if (time > 0) {
            clock.answered(asked, time);
        }
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
