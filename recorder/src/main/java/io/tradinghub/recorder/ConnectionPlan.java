package io.tradinghub.recorder;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.recorder.frame.Topic;

/// Splits topics over connections, because the exchange allows 21,000 characters of `args` per public connection.
final class ConnectionPlan {
    static final int MAX_CHARACTERS = 21_000;
    /// Quotation marks and comma.
    private static final int PUNCTUATION = 3;

    private ConnectionPlan() {}

    /// Returns the topics of each connection, in the given order.
    static List<List<Topic>> split(List<Topic> topics) {
        List<List<Topic>> connections = new ArrayList<>();
        List<Topic> current = new ArrayList<>();
        int characters = 0;
        for (Topic topic : topics) {
            int added = topic.name().length() + PUNCTUATION;
            if (characters + added > MAX_CHARACTERS) {
                connections.add(List.copyOf(current));
                current.clear();
                characters = 0;
            }
            current.add(topic);
            characters += added;
        }
        if (!current.isEmpty()) {
            connections.add(List.copyOf(current));
        }
        return connections;
    }
}
