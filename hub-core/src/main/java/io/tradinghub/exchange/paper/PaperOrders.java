package io.tradinghub.exchange.paper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import org.jspecify.annotations.Nullable;

/// The orders of a paper exchange: those that are open, and those that ended within the last week.
final class PaperOrders {
    /// What ended before is forgotten. Bybit tells of a week of executions at once.
    private static final Duration ENDED_KEPT = Duration.ofDays(7);
    private final Map<ClientOrderId, PaperOrder> all = new HashMap<>();
    private final List<PaperOrder> open = new ArrayList<>();
    private final Deque<Ended> ended = new ArrayDeque<>();

    void add(PaperOrder order) {
        all.put(order.request().id(), order);
        open.add(order);
    }

    @Nullable
    PaperOrder find(ClientOrderId id) {
        return all.get(id);
    }

    List<PaperOrder> open() {
        return open;
    }

    List<PaperOrder> openIn(InstrumentId instrument) {
        return open.stream().filter(order -> order.request().instrument().equals(instrument)).toList();
    }

    void ended(PaperOrder order, Instant at) {
        open.remove(order);
        ended.addLast(new Ended(order.request().id(), at));
    }

    void forgetLongEnded(Instant now) {
        Instant oldest = now.minus(ENDED_KEPT);
        while (!ended.isEmpty() && ended.getFirst().at().isBefore(oldest)) {
            all.remove(ended.removeFirst().id());
        }
    }

    /// Every order that may have traded since, those that ended first.
    List<PaperOrder> touchedSince(Instant since) {
        List<PaperOrder> touched = new ArrayList<>(open);
        for (Ended one : ended.reversed()) {
            if (one.at().isBefore(since)) {
                break;
            }
            touched.add(Objects.requireNonNull(all.get(one.id())));
        }
        return touched.reversed();
    }

    private record Ended(ClientOrderId id, Instant at) {}
}
