package io.tradinghub.sim.stream;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.wire.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules of the public streams: who listens to what, what a request is answered with, and what is sent when.
///
/// One thread calls all methods; it must call [#push()] a few times a second. Nothing here waits.
final class StreamHub {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final int SPOT_ARGS = 10;
    private static final int TOPIC_CHARACTERS = 21_000;
    private static final long IDLE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long SUBSCRIBED_IDLE_NANOS = Duration.ofMinutes(10).toNanos();

    private final Channels channels;
    private final SimFaults faults;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<TopicKey, TopicSubscribers> audiences = new LinkedHashMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private long connectionCount;
    private long nowMillis;

    private record TopicKey(Category category, String topic) {}

    /// What a client asked for during a stall.
    private record Request(Connection connection, String text) {}

    private record TopicSubscribers(Channel channel, Set<Connection> listeners) {}

    StreamHub(Channels channels, SimFaults faults, InstantSource clock, LongSupplier nanoTime) {
        this.channels = channels;
        this.faults = faults;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.nowMillis = clock.millis();
    }

    Connection connect(Category category, ClientSocket wire) {
        connectionCount++;
        String id = "sim%016xqos0-%05x".formatted(connectionCount * 0x9E3779B97F4A7C15L, connectionCount);
        Connection connection = new Connection(category, wire, id, faults, nanoTime.getAsLong());
        if (faults.take(Fault.REFUSE_CONNECTION)) {
            wire.cut();
        } else {
            connections.add(connection);
        }
        return connection;
    }

    void disconnected(Connection connection) {
        connections.remove(connection);
        waiting.removeIf(request -> request.connection == connection);
        List.copyOf(connection.topics()).forEach(topic -> leave(connection, topic));
    }

    void received(Connection connection, String text) {
        if (!connections.contains(connection)) {
            return;
        }
        connection.heard(nanoTime.getAsLong());
        if (faults.isStalled() || !waiting.isEmpty()) {
            waiting.add(new Request(connection, text));
        } else {
            answer(connection, text);
        }
    }

    /// Sends what has happened in the market since the last call. A topic that cannot be made costs its listeners the
    /// connection, and nobody else.
    void push() {
        cutWhoMustGo();
        if (faults.isStalled()) {
            return;
        }
        while (!waiting.isEmpty()) {
            Request request = waiting.remove();
            answer(request.connection, request.text);
        }
        nowMillis = Math.max(nowMillis, clock.millis());
        for (Map.Entry<TopicKey, TopicSubscribers> entry : List.copyOf(audiences.entrySet())) {
            try {
                push(entry.getValue());
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("topic", entry.getKey()).setCause(e)
                        .log("topic ended with all that listen to it");
                List.copyOf(entry.getValue().listeners).forEach(this::cut);
            }
        }
    }

    /// Ends all connections, without a close frame.
    void cutAll() {
        List.copyOf(connections).forEach(this::cut);
    }

    private void push(TopicSubscribers audience) {
        for (String frame : audience.channel.advance(nowMillis)) {
            audience.listeners.forEach(listener -> listener.data(frame));
        }
    }

    private void cut(Connection connection) {
        connection.cut();
        disconnected(connection);
    }

    private void cutWhoMustGo() {
        if (faults.takeDrop()) {
            cutAll();
        }
        long nanos = nanoTime.getAsLong();
        for (Connection connection : List.copyOf(connections)) {
            long allowed = connection.topics().isEmpty() ? IDLE_NANOS : SUBSCRIBED_IDLE_NANOS;
            if (connection.silentNanos(nanos) > allowed) {
                cut(connection);
            }
        }
    }

    private void answer(Connection connection, String text) {
        Optional<ObjectNode> request = Json.read(text);
        if (request.isEmpty()) {
            connection.answer(Replies.undecodable(connection, text));
            return;
        }
        Optional<JsonNode> requestId = Optional.ofNullable(request.get().get("req_id"));
        List<String> args = new ArrayList<>();
        request.get().path("args").forEach(arg -> args.add(arg.asText()));
        String op = request.get().path("op").asText();
        switch (op) {
            case "ping" -> {
                if (!faults.take(Fault.LOSE_PONG)) {
                    connection.answer(Replies.pong(connection, requestId));
                }
            }
            case "subscribe" -> subscribe(connection, args, requestId);
            case "unsubscribe" -> {
                args.forEach(topic -> leave(connection, topic));
                connection.answer(Replies.success(connection, op, requestId));
            }
            default -> connection.answer(Replies.refusal(connection, op, requestId, "error:invalid op"));
        }
    }

    private void subscribe(Connection connection, List<String> topics, Optional<JsonNode> requestId) {
        Optional<String> fault = refusal(connection, topics);
        if (fault.isPresent()) {
            connection.answer(Replies.refusal(connection, "subscribe", requestId, fault.get()));
            return;
        }
        boolean ackFirst = connection.category() == Category.SPOT;
        String ack = Replies.success(connection, "subscribe", requestId);
        boolean ackLost = faults.take(Fault.LOSE_ACK);
        if (ackFirst && !ackLost) {
            connection.answer(ack);
        }
        topics.forEach(topic -> join(connection, topic));
        if (!ackFirst && !ackLost) {
            connection.answer(ack);
        }
    }

    /// A request with one bad topic is refused as a whole, naming that topic.
    private Optional<String> refusal(Connection connection, List<String> topics) {
        if (connection.category() == Category.SPOT && topics.size() > SPOT_ARGS) {
            return Optional.of("args size >" + SPOT_ARGS);
        }
        if (connection.topicCharacters() + topics.stream().mapToInt(String::length).sum() > TOPIC_CHARACTERS) {
            return Optional.of("args length >" + TOPIC_CHARACTERS);
        }
        if (!topics.isEmpty() && faults.take(Fault.REFUSE_SUBSCRIPTION)) {
            return Optional.of("error:handler not found,topic:" + topics.getFirst());
        }
        Set<String> seen = new LinkedHashSet<>(connection.topics());
        for (String topic : topics) {
            if (!channels.exists(connection.category(), topic)) {
                return Optional.of("error:handler not found,topic:" + topic);
            }
            if (!seen.add(topic)) {
                return Optional.of("error:already subscribed,topic:" + topic);
            }
        }
        return Optional.empty();
    }

    private void join(Connection connection, String topic) {
        nowMillis = Math.max(nowMillis, clock.millis());
        TopicKey key = new TopicKey(connection.category(), topic);
        TopicSubscribers audience = audiences.computeIfAbsent(key,
                k -> new TopicSubscribers(channels.make(k.category, k.topic, nowMillis), new LinkedHashSet<>()));
        connection.add(topic);
        audience.listeners.add(connection);
        audience.channel.welcome(nowMillis).forEach(connection::data);
    }

    private void leave(Connection connection, String topic) {
        connection.topics().remove(topic);
        TopicKey key = new TopicKey(connection.category(), topic);
        TopicSubscribers audience = audiences.get(key);
        if (audience != null) {
            audience.listeners.remove(connection);
            if (audience.listeners.isEmpty()) {
                audiences.remove(key);
                audience.channel.end();
            }
        }
    }
}
