package io.tradinghub.exchange.bybit.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.settings.Secret;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/// A server on the loopback that speaks Bybit's protocol as a test has scripted it. It refuses wrong signatures,
/// answers what is not scripted with success and empty lists, and a wallet without coins, and keeps what it was asked.
final class ScriptedBybit implements AutoCloseable {
    static final ApiKey KEY = new ApiKey(Secret.of("demoKey01"), Secret.of("demo-secret-0123456789"));
    static final long NOW = 1_737_725_900_000L;
    private static final String TIME = "/v5/market/time";
    private static final String WALLET = "/v5/account/wallet-balance";
    private static final String STREAM = "/v5/private";
    private final MockWebServer server = new MockWebServer();
    private final Map<String, Queue<MockResponse>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger timesAsked = new AtomicInteger();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Queue<String> authReplies = new ConcurrentLinkedQueue<>();
    private final Queue<String> subscribeReplies = new ConcurrentLinkedQueue<>();
    private final Map<MockResponse, CountDownLatch> held = new ConcurrentHashMap<>();
    private final List<WebSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> frames = new CopyOnWriteArrayList<>();

    /// A REST request other than the question for the time.
    record Asked(String method, String path, Map<String, String> query, String target, String body,
            Map<String, String> headers) {

        JsonNode json() {
            return Fixture.row(body).json();
        }
    }

    ScriptedBybit() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI rest() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    URI stream() {
        return URI.create("ws://127.0.0.1:" + server.getPort());
    }

    // ---- the script

    /// The next request of this path is answered so; others of it after it by success.
    void answer(String path, MockResponse answer) {
        answers.computeIfAbsent(path, _ -> new ConcurrentLinkedQueue<>()).add(answer);
    }

    /// The same, once it is let go.
    void answerAfter(String path, CountDownLatch go, MockResponse answer) {
        held.put(answer, go);
        answer(path, answer);
    }

    void answer(String path, String result) {
        answer(path, success(result, NOW));
    }

    void refuse(String path, int code, String message) {
        answer(path, body("{\"retCode\":%d,\"retMsg\":\"%s\",\"result\":{},\"retExtInfo\":{},\"time\":%d}"
                .formatted(code, message, NOW)));
    }

    static MockResponse success(String result, long time) {
        return body("{\"retCode\":0,\"retMsg\":\"OK\",\"result\":%s,\"retExtInfo\":{},\"time\":%d}".formatted(result,
                time));
    }

    static MockResponse body(String text) {
        return new MockResponse.Builder().body(text).build();
    }

    /// A page of a list; the cursor is empty on the last one.
    static String page(String cursor, String... rows) {
        return "{\"category\":\"linear\",\"nextPageCursor\":\"%s\",\"list\":[%s]}".formatted(cursor,
                String.join(",", rows));
    }

    /// The next login is answered by this frame.
    void answerLogin(String frame) {
        authReplies.add(frame);
    }

    /// The next subscription is answered by this refusal.
    void refuseSubscription(String message) {
        subscribeReplies.add(message);
    }

    // ---- what it was asked

    List<Asked> asked(String path) {
        return asked.stream().filter(request -> request.path().equals(path)).toList();
    }

    /// How often it was asked for its time.
    int timesAsked() {
        return timesAsked.get();
    }

    /// Frames that clients sent over the private stream.
    List<String> frames() {
        return List.copyOf(frames);
    }

    // ---- the stream

    void push(String frame) {
        sockets.getLast().send(frame);
    }

    void dropStream() {
        sockets.getLast().close(1001, "restart");
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        if (path.equals(STREAM)) {
            return new MockResponse.Builder().webSocketUpgrade(new Stream()).build();
        }
        if (path.equals(TIME)) {
            timesAsked.incrementAndGet();
            Queue<MockResponse> scripted = answers.get(TIME);
            MockResponse answer = scripted == null ? null : scripted.poll();
            return answer == null ? success("{}", NOW) : answer;
        }
        Asked question = asked(request, path);
        asked.add(question);
        if (!isSigned(question)) {
            return body("{\"retCode\":10004,\"retMsg\":\"error sign! origin_string[%s]\",\"time\":%d}"
                    .formatted(KEY.key().reveal(), NOW));
        }
        Queue<MockResponse> scripted = answers.get(path);
        MockResponse answer = scripted == null ? null : scripted.poll();
        if (answer != null) {
            if (held.containsKey(answer)) {
                await(held.get(answer));
            }
            return answer;
        }
        String list = path.equals(WALLET) ? "{\"accountType\":\"UNIFIED\",\"coin\":[]}" : "";
        return success("{\"orderId\":\"id-1\",\"list\":[%s],\"nextPageCursor\":\"\"}".formatted(list), NOW);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("never let go");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Asked asked(RecordedRequest request, String path) {
        Map<String, String> query = new HashMap<>();
        request.getUrl().queryParameterNames()
                .forEach(name -> query.put(name, String.valueOf(request.getUrl().queryParameter(name))));
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().names().forEach(name -> headers.put(name, String.valueOf(request.getHeaders().get(name))));
        ByteString body = request.getBody();
        return new Asked(request.getMethod(), path, query, request.getTarget(), body == null ? "" : body.utf8(),
                headers);
    }

    /// Checks the signature over what came over the wire.
    private static boolean isSigned(Asked question) {
        int query = question.target().indexOf('?');
        String payload = question.method().equals("POST")
                ? question.body()
                : query < 0 ? "" : question.target().substring(query + 1);
        String text = question.headers().get("X-BAPI-TIMESTAMP") + KEY.key().reveal()
                + question.headers().get("X-BAPI-RECV-WINDOW") + payload;
        return Signature.of(KEY.secret(), text).equals(question.headers().get("X-BAPI-SIGN"))
                && KEY.key().reveal().equals(question.headers().get("X-BAPI-API-KEY"));
    }

    @Override
    public void close() {
        server.close();
    }

    /// One connection to the private stream.
    private final class Stream extends WebSocketListener {
        private final ObjectMapper json = new ObjectMapper();

        @Override
        public void onOpen(WebSocket socket, Response response) {
            sockets.add(socket);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            frames.add(text);
            try {
                JsonNode frame = json.readTree(text);
                reply(frame).forEach(socket::send);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> reply(JsonNode frame) {
            List<String> replies = new ArrayList<>();
            String id = frame.path("req_id").asText();
            switch (frame.path("op").asText()) {
                case "auth" -> replies.add(login(frame));
                case "subscribe" -> {
                    String refusal = subscribeReplies.poll();
                    replies.add("{\"req_id\":\"%s\",\"success\":%s,\"ret_msg\":\"%s\",\"op\":\"subscribe\"}".formatted(
                            id, refusal == null, refusal == null ? "" : refusal));
                }
                case "ping" -> replies.add("{\"req_id\":\"%s\",\"op\":\"pong\",\"args\":[\"%d\"]}".formatted(id, NOW));
                default -> {}
            }
            return replies;
        }

        private String login(JsonNode frame) {
            String scripted = authReplies.poll();
            if (scripted != null) {
                return scripted;
            }
            long expires = frame.path("args").path(1).asLong();
            boolean isRight = expires > NOW && frame.path("args").path(2).asText()
                    .equals(Signature.of(KEY.secret(), "GET/realtime" + expires));
            return "{\"success\":%s,\"ret_msg\":\"\",\"op\":\"auth\",\"conn_id\":\"x\"}".formatted(isRight);
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(code, reason);
        }
    }
}
