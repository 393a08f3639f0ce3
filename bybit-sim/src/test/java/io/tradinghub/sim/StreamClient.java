package io.tradinghub.sim;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.sim.wire.Json;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/// A plain WebSocket client that keeps what it receives. OkHttp's, since the JDK's sometimes does not notice a
/// connection that just ends.
final class StreamClient extends WebSocketListener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final OkHttpClient http = new OkHttpClient();
    private final WebSocket socket;

    StreamClient(URI address) {
        this.socket = http.newWebSocket(new Request.Builder().url(address.toString()).build(), this);
    }

    void send(String text) {
        socket.send(text);
    }

    void subscribe(String... topics) {
        send("{\"op\":\"subscribe\",\"req_id\":\"r\",\"args\":[\"" + String.join("\",\"", topics) + "\"]}");
    }

    /// The next frame that fits; frames before it are dropped.
    JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> others = new ArrayList<>();
        while (true) {
            String text = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (text == null) {
                throw new AssertionError("no such frame within " + PATIENCE + ", but " + others);
            }
            others.add(text);
            JsonNode frame = Json.read(text).orElse(Json.object().put("garbage", text));
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }

    /// How the connection ended: a close code, or 1006 without one.
    int awaitEnd() {
        return ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        frames.add(text);
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        ended.complete(code);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
        ended.complete(1006);
    }

    @Override
    public void close() {
        socket.cancel();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
