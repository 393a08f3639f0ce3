package io.tradinghub.recorder.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/// The subscriptions of one connection: requests of few topics each, and their acknowledgements by `req_id`, because an
/// acknowledgement does not name its topics.
///
/// One bad topic makes the exchange refuse a whole request, so a refused request is asked again topic by topic.
final class Subscriptions {
    /// What spot allows in one request; more requests on a connection are fine.
    static final int MOST_TOPICS = 10;
    private static final String ALREADY = "error:already subscribed";

    private final String prefix;
    private final Map<String, Request> open = new HashMap<>();
    private final Queue<Request> unsent = new ArrayDeque<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private int sent;

    /// Topics asked for together; `again` when this is the second time, after no answer.
    private record Request(List<String> topics, long deadlineNanos, boolean again) {}

    /// What an acknowledgement means.
    sealed interface Answer {
        record Accepted() implements Answer {}

        record Retried() implements Answer {}

        record Refused(String topic, String reason) implements Answer {}

        /// A topic that was refused before.
        record Restored(String topic) implements Answer {}

        /// No request of ours.
        record Unknown() implements Answer {}
    }

    Subscriptions(String prefix, List<String> topics) {
        this.prefix = prefix;
        for (int from = 0; from < topics.size(); from += MOST_TOPICS) {
            List<String> chunk = topics.subList(from, Math.min(topics.size(), from + MOST_TOPICS));
            unsent.add(new Request(List.copyOf(chunk), 0, false));
        }
    }

    /// The frames to send now.
    List<String> frames(long deadlineNanos) {
        List<String> frames = new ArrayList<>();
        for (Request request = unsent.poll(); request != null; request = unsent.poll()) {
            String id = prefix + '-' + ++sent;
            open.put(id, new Request(request.topics, deadlineNanos, request.again));
            frames.add("{\"req_id\":\"%s\",\"op\":\"subscribe\",\"args\":[%s]}".formatted(id,
                    request.topics.stream().map(topic -> '"' + topic + '"').collect(Collectors.joining(","))));
        }
        return frames;
    }

    Answer answered(String requestId, boolean success, String message) {
        Request request = open.remove(requestId);
        if (request == null) {
            return new Answer.Unknown();
        }
        boolean isSingle = request.topics.size() == 1;
        if (success || (isSingle && message.startsWith(ALREADY))) {
            String first = request.topics.getFirst();
            return refused.remove(first) ? new Answer.Restored(first) : new Answer.Accepted();
        }
        if (isSingle) {
            refused.add(request.topics.getFirst());
            return new Answer.Refused(request.topics.getFirst(), message);
        }
        askOneByOne(request, request.again);
        return new Answer.Retried();
    }

    /// How many topics the exchange does not deliver.
    int refusedTopics() {
        return refused.size();
    }

    /// Each in a request of its own; until the answer comes it still counts as refused.
    void askRefusedAgain() {
        refused.forEach(topic -> unsent.add(new Request(List.of(topic), 0, false)));
    }

    private void askOneByOne(Request request, boolean again) {
        request.topics.forEach(topic -> unsent.add(new Request(List.of(topic), 0, again)));
    }

    /// Takes out the requests whose time is up. The first time their topics are asked for once more and returned; empty
    /// means that asking again did not help either.
    Optional<List<String>> expire(long nowNanos) {
        List<String> topics = new ArrayList<>();
        Iterator<Request> requests = open.values().iterator();
        while (requests.hasNext()) {
            Request request = requests.next();
            if (nowNanos - request.deadlineNanos >= 0) {
                if (request.again) {
                    return Optional.empty();
                }
                requests.remove();
                topics.addAll(request.topics);
                askOneByOne(request, true);
            }
        }
        return Optional.of(topics);
    }

    boolean isComplete() {
        return open.isEmpty() && unsent.isEmpty();
    }
}
