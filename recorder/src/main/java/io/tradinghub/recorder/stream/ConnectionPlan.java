package io.tradinghub.recorder.stream;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.recorder.frame.Topic;

/// Divides topics over connections by the exchange's limit of 21,000 characters of `args` per public connection.
public final class ConnectionPlan {
    static final int MOST_CHARACTERS = 21_000;
    /// Quotes and comma.
    private static final int PUNCTUATION = 3;

    private ConnectionPlan() {}

    /// The topics of each connection, in the order given.
    public static List<List<Topic>> split(List<Topic> topics) {
        List<List<Topic>> connections = new ArrayList<>();
        List<Topic> current = new ArrayList<>();
        int characters = 0;
        for (Topic topic : topics) {
            int more = topic.name().length() + PUNCTUATION;
            if (characters + more > MOST_CHARACTERS) {
                connections.add(List.copyOf(current));
                current.clear();
                characters = 0;
            }
            current.add(topic);
            characters += more;
        }
        if (!current.isEmpty()) {
            connections.add(List.copyOf(current));
        }
        return connections;
    }
}
