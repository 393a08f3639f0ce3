package io.tradinghub.sim.stream;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.wire.Json;

/// Acts as a client of [StreamHub] without a socket and records the frames that the hub sends.
final class RecordingClient implements ClientSocket {
    private final StreamHub hub;
    private final Connection connection;
    private final List<String> received = new ArrayList<>();
    private boolean cut;

    RecordingClient(StreamHub hub, Category category) {
        this.hub = hub;
        this.connection = hub.connect(category, this);
    }

    void send(ObjectNode request) {
        hub.received(connection, Json.text(request));
    }

    void sendText(String text) {
        hub.received(connection, text);
    }

    void subscribe(String... topics) {
        request("subscribe", topics);
    }

    void request(String op, String... topics) {
        ObjectNode request = Json.object().put("req_id", "r1").put("op", op);
        for (String topic : topics) {
            request.withArray("args").add(topic);
        }
        send(request);
    }

    /// The frames since the last call, as text.
    List<String> takeText() {
        List<String> taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    /// The frames since the last call.
    List<ObjectNode> take() {
        return takeText().stream().map(text -> Json.read(text).orElseThrow(() -> new AssertionError(text))).toList();
    }

    /// The market data frames since the last call.
    List<ObjectNode> takeData() {
        return take().stream().filter(frame -> frame.has("topic")).toList();
    }

    /// The only reply since the last call; fails if there is not exactly one.
    JsonNode takeReply() {
        List<ObjectNode> replies = take().stream().filter(frame -> frame.has("op")).toList();
        if (replies.size() != 1) {
            throw new AssertionError("expected one reply, got " + replies);
        }
        return replies.getFirst();
    }

    boolean isCut() {
        return cut;
    }

    void disconnect() {
        hub.disconnected(connection);
    }

    @Override
    public void send(String frame) {
        received.add(frame);
    }

    @Override
    public void cut() {
        cut = true;
    }
}
