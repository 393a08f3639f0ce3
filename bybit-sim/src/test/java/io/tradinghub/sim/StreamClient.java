package io.tradinghub.sim;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.sim.wire.Json;
import org.jspecify.annotations.Nullable;

/// A plain WebSocket client that keeps what it receives.
final class StreamClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    StreamClient(URI address) {
        this.socket = http.newWebSocketBuilder().buildAsync(address, this).join();
    }

    void send(String text) {
        socket.sendText(text, true).join();
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
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            frames.add(parts.toString());
            parts.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        ended.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }
}
