package io.tradinghub.sim.stream;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;

/// What the hub knows about one client. Only the hub's thread touches it.
final class Connection {
    private final Category category;
    private final ClientSocket wire;
    private final String id;
    private final SimFaults faults;
    private final Set<String> topics = new LinkedHashSet<>();
    private int topicCharacters;
    private long heardNanos;
    private Optional<String> heldBack = Optional.empty();

    Connection(Category category, ClientSocket wire, String id, SimFaults faults, long nowNanos) {
        this.category = category;
        this.wire = wire;
        this.id = id;
        this.faults = faults;
        this.heardNanos = nowNanos;
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

    /// Characters of all topics that were ever active here.
    int topicCharacters() {
        return topicCharacters;
    }

    void add(String topic) {
        topics.add(topic);
        topicCharacters += topic.length();
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    long silentNanos(long nowNanos) {
        return nowNanos - heardNanos;
    }

    void cut() {
        wire.cut();
    }

    /// Sends an answer to a request.
    void answer(String frame) {
        wire.send(frame);
    }

    /// Sends market data, with the faults that are armed for it.
    void data(String frame) {
        if (faults.take(Fault.LOSE)) {
            return;
        }
        if (faults.take(Fault.GARBAGE)) {
            wire.send("\u0000{\"topic\":\"kline.1.BTC");
        }
        if (heldBack.isEmpty() && faults.take(Fault.REORDER)) {
            heldBack = Optional.of(frame);
            return;
        }
        wire.send(frame);
        if (faults.take(Fault.DUPLICATE)) {
            wire.send(frame);
        }
        heldBack.ifPresent(wire::send);
        heldBack = Optional.empty();
    }
}
