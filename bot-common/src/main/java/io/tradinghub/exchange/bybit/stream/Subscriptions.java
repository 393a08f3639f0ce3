package io.tradinghub.exchange.bybit.stream;

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

/// Tracks the subscription requests of one connection. Each request carries a few topics and a `req_id`, because the
/// acknowledgement does not name the topics.
///
/// The exchange rejects a whole request for one bad topic, so the topics of a rejected request are subscribed one by
/// one.
final class Subscriptions {
    /// The limit of spot for one request; a connection may send any number of requests.
    static final int MAX_TOPICS = 10;
    private static final String ALREADY_SUBSCRIBED = "error:already subscribed";

    private final String prefix;
    private final Map<String, Request> open = new HashMap<>();
    private final Queue<Request> unsent = new ArrayDeque<>();
    private final Set<String> rejected = new LinkedHashSet<>();
    private int sent;

    /// Topics requested together. `isRetry` marks the second attempt, after no reply.
    private record Request(List<String> topics, long deadlineNanos, boolean isRetry) {}

    /// The outcome of a reply.
    sealed interface ReplyOutcome {
        record Accepted() implements ReplyOutcome {}

        record Split() implements ReplyOutcome {}

        record Rejected(String topic, String reason) implements ReplyOutcome {}

        /// The exchange had rejected the topic before.
        record Restored(String topic) implements ReplyOutcome {}

        /// The reply matches no open request.
        record Unknown() implements ReplyOutcome {}
    }

    Subscriptions(String prefix, List<String> topics) {
        this.prefix = prefix;
        for (int from = 0; from < topics.size(); from += MAX_TOPICS) {
            List<String> chunk = topics.subList(from, Math.min(topics.size(), from + MAX_TOPICS));
            unsent.add(new Request(List.copyOf(chunk), 0, false));
        }
    }

    /// Returns the frames to send now; a reply to them is due by the deadline.
    List<String> frames(long deadlineNanos) {
        List<String> frames = new ArrayList<>();
        for (Request request = unsent.poll(); request != null; request = unsent.poll()) {
            String id = prefix + '-' + ++sent;
            open.put(id, new Request(request.topics, deadlineNanos, request.isRetry));
            frames.add("{\"req_id\":\"%s\",\"op\":\"subscribe\",\"args\":[%s]}".formatted(id,
                    request.topics.stream().map(topic -> '"' + topic + '"').collect(Collectors.joining(","))));
        }
        return frames;
    }

    ReplyOutcome onReply(String requestId, boolean success, String message) {
        Request request = open.remove(requestId);
        if (request == null) {
            return new ReplyOutcome.Unknown();
        }
        boolean isSingle = request.topics.size() == 1;
        if (success || (isSingle && message.startsWith(ALREADY_SUBSCRIBED))) {
            String first = request.topics.getFirst();
            return rejected.remove(first) ? new ReplyOutcome.Restored(first) : new ReplyOutcome.Accepted();
        }
        if (isSingle) {
            rejected.add(request.topics.getFirst());
            return new ReplyOutcome.Rejected(request.topics.getFirst(), message);
        }
        splitIntoSingles(request, request.isRetry);
        return new ReplyOutcome.Split();
    }

    /// The number of topics that the exchange rejects.
    int rejectedTopics() {
        return rejected.size();
    }

    /// Requests each rejected topic on its own; until the reply it still counts as rejected.
    void retryRejected() {
        rejected.forEach(topic -> unsent.add(new Request(List.of(topic), 0, false)));
    }

    private void splitIntoSingles(Request request, boolean isRetry) {
        request.topics.forEach(topic -> unsent.add(new Request(List.of(topic), 0, isRetry)));
    }

    /// Removes the requests whose deadline has passed, queues their topics again one by one, and returns these topics.
    /// Returns empty if a retry was not answered either.
    Optional<List<String>> expire(long nowNanos) {
        List<String> topics = new ArrayList<>();
        Iterator<Request> requests = open.values().iterator();
        while (requests.hasNext()) {
            Request request = requests.next();
            if (nowNanos - request.deadlineNanos >= 0) {
                if (request.isRetry) {
                    return Optional.empty();
                }
                requests.remove();
                topics.addAll(request.topics);
                splitIntoSingles(request, true);
            }
        }
        return Optional.of(topics);
    }

    boolean isComplete() {
        return open.isEmpty() && unsent.isEmpty();
    }
}
