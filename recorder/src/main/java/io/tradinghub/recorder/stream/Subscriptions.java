package io.tradinghub.recorder.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;

/// The subscriptions of one connection: requests of few topics each, and their acknowledgements by `req_id`, because an acknowledgement
/// does not name its topics.
///
/// One bad topic makes the exchange refuse a whole request, so a refused request is asked again topic by topic.
final class Subscriptions {
    /// What spot allows in one request; more requests on a connection are fine.
    static final int MOST_TOPICS = 10;
    private static final String ALREADY = "error:already subscribed";

    private final String prefix;
    private final Map<String, Request> open = new HashMap<>();
    private final Queue<Request> unsent = new ArrayDeque<>();
    private int sent;

    /// Topics asked for together; `again` when this is the second time, after no answer.
    private record Request(List<String> topics, long deadlineNanos, boolean again) {}

    /// What an acknowledgement means.
    sealed interface Answer {
        record Accepted() implements Answer {}

        record Retried() implements Answer {}

        record Refused(String topic, String reason) implements Answer {}

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
        if (success) {
            return new Answer.Accepted();
        }
        if (request.topics.size() == 1) {
            boolean had = message.startsWith(ALREADY);
            return had ? new Answer.Accepted() : new Answer.Refused(request.topics.getFirst(), message);
        }
        askOneByOne(request, request.again);
        return new Answer.Retried();
    }

    private void askOneByOne(Request request, boolean again) {
        request.topics.forEach(topic -> unsent.add(new Request(List.of(topic), 0, again)));
    }

    /// Takes out the requests whose time is up. The first time their topics are asked for once more and returned; empty means that
    /// asking again did not help either.
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
