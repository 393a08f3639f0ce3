package io.tradinghub.sim.stream;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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

/// Implements the public streams: keeps the subscriptions, replies to requests and pushes the frames.
///
/// One thread calls all methods; it must call [#push()] several times a second. No method blocks.
final class StreamHub {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final int MAX_SPOT_ARGS = 10;
    private static final int MAX_TOPIC_CHARACTERS = 21_000;
    private static final long IDLE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long SUBSCRIBED_IDLE_NANOS = Duration.ofMinutes(10).toNanos();

    private final Channels channels;
    private final SimFaults faults;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<TopicKey, TopicSubscribers> subscriptions = new LinkedHashMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Backlog backlog;
    private long connectionCount;
    private long nowMillis;

    private record TopicKey(Category category, String topic) {}

    private record TopicSubscribers(Channel channel, Set<Connection> connections) {}

    StreamHub(Channels channels, SimFaults faults, InstantSource clock, LongSupplier nanoTime) {
        this.channels = channels;
        this.faults = faults;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.nowMillis = clock.millis();
        this.backlog = new Backlog(faults);
    }

    Connection connect(Category category, ClientSocket socket) {
        connectionCount++;
        String id = "sim%016xqos0-%05x".formatted(connectionCount * 0x9E3779B97F4A7C15L, connectionCount);
        Connection connection = new Connection(category, socket, id, faults, nanoTime.getAsLong());
        if (faults.isRefusing() || faults.take(Fault.REFUSE_CONNECTION)) {
            socket.cut();
        } else {
            connections.add(connection);
        }
        return connection;
    }

    void disconnected(Connection connection) {
        connections.remove(connection);
        List.copyOf(connection.topics()).forEach(topic -> leave(connection, topic));
    }

    void received(Connection connection, String text) {
        if (!connections.contains(connection)) {
            return;
        }
        connection.received(nanoTime.getAsLong());
        backlog.run(() -> {
            if (connections.contains(connection)) {
                answer(connection, text);
            }
        });
    }

    /// Sends what has happened in the market since the last call. When a channel throws, only the subscribers of its
    /// topic are disconnected. Returns whether all connections were cut by a fault.
    boolean push() {
        boolean dropped = cutIdleConnections();
        if (faults.isStalled()) {
            return dropped;
        }
        backlog.flush();
        nowMillis = Math.max(nowMillis, clock.millis());
        for (Map.Entry<TopicKey, TopicSubscribers> entry : List.copyOf(subscriptions.entrySet())) {
            try {
                push(entry.getValue());
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("topic", entry.getKey()).setCause(e)
                        .log("topic failed, its subscribers are disconnected");
                List.copyOf(entry.getValue().connections).forEach(this::cut);
            }
        }
        return dropped;
    }

    /// Cuts all connections, without a close frame.
    void cutAll() {
        List.copyOf(connections).forEach(this::cut);
    }

    private void push(TopicSubscribers subscribers) {
        for (String frame : subscribers.channel.advance(nowMillis)) {
            subscribers.connections.forEach(connection -> connection.sendData(frame));
        }
    }

    private void cut(Connection connection) {
        connection.cut();
        disconnected(connection);
    }

    private boolean cutIdleConnections() {
        boolean dropped = faults.takeDrop();
        if (dropped) {
            cutAll();
        }
        long nanos = nanoTime.getAsLong();
        for (Connection connection : List.copyOf(connections)) {
            long allowed = connection.topics().isEmpty() ? IDLE_NANOS : SUBSCRIBED_IDLE_NANOS;
            if (connection.idleNanos(nanos) > allowed) {
                cut(connection);
            }
        }
        return dropped;
    }

    private void answer(Connection connection, String text) {
        Optional<ObjectNode> request = Json.read(text);
        if (request.isEmpty()) {
            connection.reply(Replies.undecodable(connection, text));
            return;
        }
        Optional<JsonNode> requestId = Optional.ofNullable(request.get().get("req_id"));
        List<String> args = new ArrayList<>();
        request.get().path("args").forEach(arg -> args.add(arg.asText()));
        String op = request.get().path("op").asText();
        switch (op) {
            case "ping" -> {
                if (!faults.take(Fault.LOSE_PONG)) {
                    connection.reply(Replies.pong(connection, requestId));
                }
            }
            case "subscribe" -> subscribe(connection, args, requestId);
            case "unsubscribe" -> {
                args.forEach(topic -> leave(connection, topic));
                connection.reply(Replies.success(connection, op, requestId));
            }
            default -> connection.reply(Replies.rejection(connection, op, requestId, "error:invalid op"));
        }
    }

    private void subscribe(Connection connection, List<String> topics, Optional<JsonNode> requestId) {
        Optional<String> rejection = rejection(connection, topics);
        if (rejection.isPresent()) {
            connection.reply(Replies.rejection(connection, "subscribe", requestId, rejection.get()));
            return;
        }
        boolean ackFirst = connection.category() == Category.SPOT;
        String ack = Replies.success(connection, "subscribe", requestId);
        boolean ackDropped = faults.take(Fault.LOSE_ACK);
        if (ackFirst && !ackDropped) {
            connection.reply(ack);
        }
        topics.forEach(topic -> join(connection, topic));
        if (!ackFirst && !ackDropped) {
            connection.reply(ack);
        }
        if (faults.take(Fault.DUPLICATE_ACK)) {
            connection.reply(ack);
        }
    }

    /// The reason to reject the request, if any; one bad topic rejects the whole request.
    private Optional<String> rejection(Connection connection, List<String> topics) {
        if (connection.category() == Category.SPOT && topics.size() > MAX_SPOT_ARGS) {
            return Optional.of("args size >" + MAX_SPOT_ARGS);
        }
        if (connection.topicCharacters() + topics.stream().mapToInt(String::length).sum() > MAX_TOPIC_CHARACTERS) {
            return Optional.of("args length >" + MAX_TOPIC_CHARACTERS);
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
        TopicSubscribers subscribers = subscriptions.computeIfAbsent(key,
                k -> new TopicSubscribers(channels.create(k.category, k.topic, nowMillis), new LinkedHashSet<>()));
        connection.add(topic);
        subscribers.connections.add(connection);
        subscribers.channel.initialFrames(nowMillis).forEach(connection::sendData);
    }

    private void leave(Connection connection, String topic) {
        connection.topics().remove(topic);
        TopicKey key = new TopicKey(connection.category(), topic);
        TopicSubscribers subscribers = subscriptions.get(key);
        if (subscribers != null) {
            subscribers.connections.remove(connection);
            if (subscribers.connections.isEmpty()) {
                subscriptions.remove(key);
                subscribers.channel.end();
            }
        }
    }
}
