package io.tradinghub.sim.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.exchange.AccountUpdate;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKey;
import io.tradinghub.sim.signed.Authenticator;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;

/// Implements `/v5/private`: authentication, subscriptions and the frames about a client's own account.
///
/// No topic sends a snapshot. One thread calls all methods; none blocks.
final class PrivateHub {
    private static final Pattern TOPIC = Pattern.compile(
            "(order|execution|execution\\.fast)(\\.(spot|linear|inverse|option))?"
                    + "|position(\\.(linear|inverse|option))?|wallet|greeks|dcp\\.(future|spot|option)");
    private static final Set<String> WITHOUT_CATEGORY = Set.of("order", "execution", "execution.fast", "position");
    private final SimFaults faults;
    private final Authenticator authenticator;
    private final LongSupplier nanoTime;
    private final PrivateFrames frames;
    private final Backlog backlog;
    private final Deque<AccountUpdate> unsent = new ArrayDeque<>();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private long count;

    /// One connection.
    private final class Session implements SocketSession {
        private final ClientSocket socket;
        private final String address;
        private final Duration idleTime;
        private final long number;
        private final Set<String> topics = new LinkedHashSet<>();
        private Optional<ApiKey> key = Optional.empty();
        private boolean isSilent;
        private long lastActiveNanos;
        private long replies;

        Session(ClientSocket socket, String address, Duration idleTime) {
            this.socket = socket;
            this.address = address;
            this.idleTime = idleTime;
            this.number = ++count;
            this.lastActiveNanos = nanoTime.getAsLong();
            this.isSilent = faults.take(Fault.SILENT_CONNECTION);
        }

        @Override
        public void received(String text) {
            lastActiveNanos = nanoTime.getAsLong();
            backlog.run(() -> {
                if (sessions.contains(this) && !isSilent) {
                    answer(this, text);
                }
            });
        }

        @Override
        public void disconnected() {
            sessions.remove(this);
        }

        void send(String frame) {
            if (!isSilent) {
                socket.send(frame);
            }
        }

        void cut() {
            sessions.remove(this);
            socket.cut();
        }

        /// The suffix changes from reply to reply, as captured.
        String connectionId() {
            replies++;
            return "sim%015xp0-%05x".formatted(number * 0x9E3779B97F4A7C1L, replies);
        }
    }

    PrivateHub(SimFaults faults, Authenticator authenticator, LongSupplier nanoTime) {
        this.faults = faults;
        this.authenticator = authenticator;
        this.nanoTime = nanoTime;
        this.frames = new PrivateFrames(faults);
        this.backlog = new Backlog(faults);
    }

    /// @param idleTime how long the connection may stay without a ping and without data
    SocketSession connect(ClientSocket socket, String address, Duration idleTime) {
        Session session = new Session(socket, address, idleTime);
        if (faults.isRefusing() || faults.take(Fault.REFUSE_CONNECTION)) {
            socket.cut();
        } else {
            sessions.add(session);
        }
        return session;
    }

    /// Cuts all connections, without a close frame.
    void cutAll() {
        List.copyOf(sessions).forEach(Session::cut);
    }

    /// Cuts connections that were idle for too long.
    void cutIdle() {
        long now = nanoTime.getAsLong();
        for (Session session : List.copyOf(sessions)) {
            if (now - session.lastActiveNanos > session.idleTime.toNanos()) {
                session.cut();
            }
        }
    }

    /// Sends what has changed to those who listen, and answers what was asked during a stall.
    void push(List<AccountUpdate> updates) {
        unsent.addAll(updates);
        backlog.flush();
        while (!unsent.isEmpty() && !faults.isStalled()) {
            publish(unsent.remove());
        }
    }

    private void publish(AccountUpdate update) {
        for (Session session : List.copyOf(sessions)) {
            if (session.key.map(key -> key.uid() == update.uid()).orElse(false)) {
                send(session, update);
            }
        }
    }

    private void send(Session session, AccountUpdate update) {
        List<String> texts = frames.of(update, session.topics);
        if (texts.isEmpty() || faults.isDataWithheld()) {
            return;
        }
        if (faults.take(Fault.HALF_OPEN)) {
            session.isSilent = true;
        }
        session.lastActiveNanos = nanoTime.getAsLong();
        for (String text : texts) {
            if (faults.take(Fault.LOSE)) {
                continue;
            }
            session.send(text);
            if (faults.take(Fault.DUPLICATE)) {
                session.send(text);
            }
        }
    }

    private void answer(Session session, String text) {
        Optional<ObjectNode> request = Json.read(text);
        if (request.isEmpty()) {
            session.send(reply(session, Optional.empty(), false, "Request format error", ""));
            return;
        }
        Optional<JsonNode> id = Optional.ofNullable(request.get().get("req_id"));
        JsonNode args = request.get().path("args");
        String op = request.get().path("op").asText();
        switch (op) {
            case "ping" -> {
                if (!faults.take(Fault.LOSE_PONG)) {
                    session.send(pong(session, id));
                }
            }
            case "auth" -> authenticate(session, args, id);
            case "subscribe" -> subscribe(session, args, id);
            case "unsubscribe" -> {
                args.forEach(topic -> session.topics.remove(topic.asText()));
                session.send(reply(session, id, true, "", op));
            }
            default -> session.send(reply(session, id, false, "error:invalid op", op));
        }
    }

    private String pong(Session session, Optional<JsonNode> id) {
        ObjectNode frame = Json.object();
        id.ifPresent(value -> frame.set("req_id", value));
        frame.put("op", "pong").putArray("args").add(Long.toString(authenticator.serverMillis()));
        return Json.text(frame.put("conn_id", session.connectionId()));
    }

    private void authenticate(Session session, JsonNode args, Optional<JsonNode> id) {
        if (faults.take(Fault.CUT_IN_AUTH)) {
            session.cut();
            return;
        }
        try {
            session.key = Optional.of(authenticator.checkStream(args.path(0).asText(), args.path(1).asText(),
                    args.path(2).asText(), session.address));
            session.send(reply(session, id, true, "", "auth"));
        } catch (ApiException e) {
            session.send(reply(session, id, false, e.text(), "auth"));
        }
    }

    private void subscribe(Session session, JsonNode args, Optional<JsonNode> id) {
        List<String> topics = new ArrayList<>();
        args.forEach(topic -> topics.add(topic.asText()));
        Optional<String> reason = rejection(session, topics);
        if (reason.isPresent()) {
            session.send(reply(session, id, false, reason.get(), "subscribe"));
            return;
        }
        session.topics.addAll(topics);
        String ack = reply(session, id, true, "", "subscribe");
        if (!faults.take(Fault.LOSE_ACK)) {
            session.send(ack);
        }
        if (faults.take(Fault.DUPLICATE_ACK)) {
            session.send(ack);
        }
    }

    private Optional<String> rejection(Session session, List<String> topics) {
        if (session.key.isEmpty()) {
            return Optional.of("Request not authorized");
        }
        if (!topics.isEmpty() && faults.take(Fault.REFUSE_SUBSCRIPTION)) {
            return Optional.of("error:handler not found,topic:" + topics.getFirst());
        }
        Optional<String> unknown = topics.stream().filter(topic -> !TOPIC.matcher(topic).matches()).findFirst();
        if (unknown.isPresent()) {
            return Optional.of("error:handler not found,topic:" + unknown.get());
        }
        for (String topic : topics) {
            if (session.topics.contains(topic)) {
                return Optional.of("error:already subscribed,topic:" + topic);
            }
            if (WITHOUT_CATEGORY.contains(topic)
                    && topics.stream().anyMatch(other -> other.matches(Pattern.quote(topic) + "\\.[a-z]+")
                            && !other.equals("execution.fast"))) {
                return Optional.of("error:categorised and all-in-one topics in one request,topic:" + topic);
            }
        }
        return Optional.empty();
    }

    private static String reply(Session session, Optional<JsonNode> id, boolean success, String message, String op) {
        ObjectNode frame = Json.object();
        id.ifPresent(value -> frame.set("req_id", value));
        frame.put("success", success).put("ret_msg", message).put("op", op);
        return Json.text(frame.put("conn_id", session.connectionId()));
    }
}
