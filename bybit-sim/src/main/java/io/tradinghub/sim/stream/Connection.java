package io.tradinghub.sim.stream;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;

/// The state of one client connection. Only the thread of [StreamHub] uses it.
final class Connection {
    private final Category category;
    private final ClientSocket socket;
    private final String id;
    private final SimFaults faults;
    private final Set<String> topics = new LinkedHashSet<>();
    private int topicCharacters;
    private long lastReceivedNanos;
    private Optional<String> heldBack = Optional.empty();
    private boolean isSilent;

    Connection(Category category, ClientSocket socket, String id, SimFaults faults, long nowNanos) {
        this.category = category;
        this.socket = socket;
        this.id = id;
        this.faults = faults;
        this.lastReceivedNanos = nowNanos;
        this.isSilent = faults.take(Fault.SILENT_CONNECTION);
    }

    Category category() {
        return category;
    }

    String id() {
        return id;
    }

    Set<String> topics() {
        return topics;
    }

    /// Total length of all topics ever subscribed on this connection.
    int topicCharacters() {
        return topicCharacters;
    }

    void add(String topic) {
        topics.add(topic);
        topicCharacters += topic.length();
    }

    void received(long nowNanos) {
        lastReceivedNanos = nowNanos;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - lastReceivedNanos;
    }

    void cut() {
        socket.cut();
    }

    /// Sends a reply to a request.
    void reply(String frame) {
        if (!isSilent) {
            socket.send(frame);
        }
    }

    /// Sends market data and injects the faults that are armed for it.
    void sendData(String frame) {
        if (faults.take(Fault.HALF_OPEN)) {
            isSilent = true;
        }
        if (isSilent || faults.isDataWithheld() || faults.take(Fault.LOSE)) {
            return;
        }
        if (faults.take(Fault.GARBAGE)) {
            socket.send("\u0000{\"topic\":\"kline.1.BTC");
        }
        if (heldBack.isEmpty() && faults.take(Fault.REORDER)) {
            heldBack = Optional.of(frame);
            return;
        }
        socket.send(frame);
        if (faults.take(Fault.DUPLICATE)) {
            socket.send(frame);
        }
        heldBack.ifPresent(socket::send);
        heldBack = Optional.empty();
    }
}
