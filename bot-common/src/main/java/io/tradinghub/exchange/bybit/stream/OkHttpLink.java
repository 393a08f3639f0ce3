package io.tradinghub.exchange.bybit.stream;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// A link over an OkHttp WebSocket. The caller owns the client, which many links share.
public final class OkHttpLink implements StreamLink {
    private static final int NORMAL_CLOSURE = 1000;
    private final OkHttpClient client;
    private final URI address;
    private final StreamLinkListener listener;
    private final AtomicReference<@Nullable WebSocket> current = new AtomicReference<>();

    public OkHttpLink(OkHttpClient client, URI address, StreamLinkListener listener) {
        this.client = client;
        this.address = address;
        this.listener = listener;
    }

    @Override
    public void connect(long attempt) {
        // OkHttp's request builder converts ws and wss to http and https.
        WebSocket socket = client.newWebSocket(new Request.Builder().url(address.toString()).build(),
                new SocketListener(attempt));
        replace(socket);
    }

    @Override
    public void send(String frame) {
        WebSocket socket = current.get();
        if (socket != null) {
            // `send` returns false while the socket closes; its listener reports that.
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

    /// Forwards the events of one connection attempt.
    private final class SocketListener extends WebSocketListener {
        private final long attempt;

        SocketListener(long attempt) {
            this.attempt = attempt;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            listener.onOpened(attempt);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            listener.onText(attempt, text);
        }

        @Override
        public void onMessage(WebSocket socket, ByteString bytes) {
            // Bybit sends text only; the decoder reports anything else as a fault.
            listener.onText(attempt, bytes.utf8());
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(NORMAL_CLOSURE, null);
            listener.onClosed(attempt, "closed by the exchange with %d %s".formatted(code, reason));
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            listener.onClosed(attempt,
                    response == null || response.code() == 101 ? String.valueOf(failure) : "HTTP " + response.code());
        }
    }
}
