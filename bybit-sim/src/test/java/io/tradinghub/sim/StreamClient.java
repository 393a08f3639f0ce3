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

/// A WebSocket client that queues what it receives. Uses OkHttp, since the JDK's client sometimes does not notice a
/// connection that ends without a close frame.
final class StreamClient extends WebSocketListener implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
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

    /// Waits for the next matching frame; skips the frames before it.
    JsonNode await(Predicate<JsonNode> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        List<String> received = new ArrayList<>();
        while (true) {
            String text = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (text == null) {
                throw new AssertionError("no matching frame within %s, received %s".formatted(TIMEOUT, received));
            }
            received.add(text);
            JsonNode frame = Json.read(text).orElse(Json.object().put("garbage", text));
            if (condition.test(frame)) {
                return frame;
            }
        }
    }

    /// Waits until the connection ends and returns its close code, 1006 if there was no close frame.
    int awaitEnd() {
        return ended.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
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
