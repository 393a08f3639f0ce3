package io.tradinghub.guardian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// An HTTP server on loopback that keeps what is posted to it and gives the answer it is told to.
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ConcurrentLinkedQueue<Posted> posted = new ConcurrentLinkedQueue<>();
    private volatile int status = 200;
    private volatile int pingStatus = 200;
    private volatile String answer = "{\"ok\":true}";

    private Receiver(HttpServer server) {
        this.server = server;
    }

    public static Receiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Receiver receiver = new Receiver(server);
            server.createContext("/", receiver::take);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// From now on every request is answered so.
    public void answers(int newStatus, String newAnswer) {
        status = newStatus;
        answer = newAnswer;
    }

    /// From now on every ping is answered so.
    public void answersPings(int newStatus) {
        pingStatus = newStatus;
    }

    /// What came since it was asked last, in order.
    public List<Posted> taken() {
        List<Posted> taken = new ArrayList<>();
        for (Posted one = posted.poll(); one != null; one = posted.poll()) {
            taken.add(one);
        }
        return taken;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            int now = exchange.getRequestURI().getPath().equals("/ping") ? pingStatus : status;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posted.add(new Posted(exchange.getRequestURI().getPath(), body, now));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(now, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// One request.
    ///
    /// @param status how it was answered
    public record Posted(String path, String body, int status) {}
}
