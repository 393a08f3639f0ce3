package io.tradinghub.sim.stream;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.wire.Json;

/// A client without a socket: the hub's side of the wire ends here.
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

    /// Everything since the last call, as text.
    List<String> takeText() {
        List<String> taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    /// Everything since the last call.
    List<ObjectNode> take() {
        return takeText().stream().map(text -> Json.read(text).orElseThrow(() -> new AssertionError(text))).toList();
    }

    /// The market data since the last call.
    List<ObjectNode> takeData() {
        return take().stream().filter(frame -> frame.has("topic")).toList();
    }

    /// The one answer since the last call.
    JsonNode takeAnswer() {
        List<ObjectNode> answers = take().stream().filter(frame -> frame.has("op")).toList();
        if (answers.size() != 1) {
            throw new AssertionError("one answer was due, got " + answers);
        }
        return answers.getFirst();
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
