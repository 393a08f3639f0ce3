package io.tradinghub.recorder.stream;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// A link over OkHttp's WebSocket. The client is shared and belongs to whoever made it.
public final class OkHttpLink implements StreamLink {
    private static final int NORMAL_CLOSURE = 1000;
    private final OkHttpClient client;
    private final URI address;
    private final StreamEvents events;
    private final AtomicReference<@Nullable WebSocket> current = new AtomicReference<>();

    public OkHttpLink(OkHttpClient client, URI address, StreamEvents events) {
        this.client = client;
        this.address = address;
        this.events = events;
    }

    @Override
    public void connect(long attempt) {
        // OkHttp's request builder turns ws and wss into http and https itself.
        WebSocket socket = client.newWebSocket(new Request.Builder().url(address.toString()).build(),
                new Listener(attempt));
        replace(socket);
    }

    @Override
    public void send(String frame) {
        WebSocket socket = current.get();
        if (socket != null) {
            // False means that the socket is closing, and then its listener hears of it.
            socket.send(frame);
        }
    }

    @Override
    public void abort() {
        replace(null);
    }

    private void replace(@Nullable WebSocket next) {
        WebSocket before = current.getAndSet(next);
        if (before != null) {
            before.cancel();
        }
    }

    /// Passes on the events of one connection.
    private final class Listener extends WebSocketListener {
        private final long attempt;

        Listener(long attempt) {
            this.attempt = attempt;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            events.onOpened(attempt);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            events.onText(attempt, text);
        }

        @Override
        public void onMessage(WebSocket socket, ByteString bytes) {
            // Bybit sends text only; whatever this is, the decoder judges it.
            events.onText(attempt, bytes.utf8());
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(NORMAL_CLOSURE, null);
            events.onClosed(attempt, "closed by the exchange with %d %s".formatted(code, reason));
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            events.onClosed(attempt,
                    response == null || response.code() == 101 ? String.valueOf(failure) : "HTTP " + response.code());
        }
    }
}
