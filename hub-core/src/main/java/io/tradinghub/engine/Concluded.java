package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;

/// The orders of the last day whose end the engine concluded without a word from the exchange. They are asked about
/// again at resyncs, because a conclusion can be wrong, but each once a minute at most: a resync that fails is repeated
/// every few seconds, and must not drown in questions. And the last orders that were refused or never left, in
/// case the exchange tells of one as live after all.
final class Concluded {
    private static final long REMEMBERED_MILLIS = Duration.ofHours(24).toMillis();
    private static final long ASKED_AGAIN_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int ENDED_REMEMBERED = 256;
    private final Map<ClientOrderId, Entry> orders = new LinkedHashMap<>();
    private final SequencedMap<ClientOrderId, OrderRequest> ended = new LinkedHashMap<>();
    private final SequencedMap<ClientOrderId, BigDecimal> executed = new LinkedHashMap<>();

    void add(OrderRequest request, long nowMillis) {
        orders.put(request.id(), new Entry(request, nowMillis, nowMillis - ASKED_AGAIN_MILLIS));
    }

    /// The exchange refused the order, or it never left.
    void ended(OrderRequest request) {
        ended.put(request.id(), request);
        if (ended.size() > ENDED_REMEMBERED) {
            ended.pollFirstEntry();
        }
    }

    Optional<OrderRequest> find(ClientOrderId id) {
        return Optional.ofNullable(orders.get(id)).map(Entry::request).or(() -> Optional.ofNullable(ended.get(id)));
    }

    void remove(ClientOrderId id) {
        orders.remove(id);
        ended.remove(id);
    }

    /// So much more of an order was booked before it ended, or while it was not under way.
    void executed(ClientOrderId id, BigDecimal quantity) {
        executed.merge(id, quantity, BigDecimal::add);
        if (executed.size() > ENDED_REMEMBERED) {
            executed.pollFirstEntry();
        }
    }

    /// What is known to be booked of an order that is not under way.
    BigDecimal executedOf(ClientOrderId id) {
        return executed.getOrDefault(id, BigDecimal.ZERO);
    }

    /// The order is under way again, so what it trades is counted there.
    void remove(OrderRequest underWay) {
        remove(underWay.id());
        executed.remove(underWay.id());
    }

    /// Takes what is to be asked about again now.
    List<OrderRequest> takeDue(long nowMillis) {
        orders.values().removeIf(entry -> nowMillis - entry.sinceMillis() > REMEMBERED_MILLIS);
        List<OrderRequest> due = orders.values().stream()
                .filter(entry -> nowMillis - entry.askedAtMillis() >= ASKED_AGAIN_MILLIS).map(Entry::request).toList();
        due.forEach(request -> orders.computeIfPresent(request.id(),
                (_, entry) -> new Entry(request, entry.sinceMillis(), nowMillis)));
        return due;
    }

    private record Entry(OrderRequest request, long sinceMillis, long askedAtMillis) {}
}
