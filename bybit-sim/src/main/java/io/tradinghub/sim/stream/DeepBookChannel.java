package io.tradinghub.sim.stream;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.BookView;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.WireDecimals;

/// `orderbook.{50,200,1000}.{symbol}`: sends a snapshot to a new subscriber, then deltas whose `u` rises by one; size
/// `0` removes a price. REST returns the 1,000-level book with the same `u`.
final class DeepBookChannel implements Channel {
    private static final String REMOVED = "0";
    private static final int REST_DEPTH = 1_000;
    private final String topic;
    private final InstrumentView instrument;
    private final WireDecimals decimals;
    private final int depth;
    private final SimFaults faults;
    private Sides last = new Sides(Map.of(), Map.of());
    private long changedMillis;
    private long updateId;

    /// Formatted size by formatted price, best first.
    private record Sides(Map<String, String> bids, Map<String, String> asks) {}

    DeepBookChannel(String topic, InstrumentView instrument, int depth, SimFaults faults, long nowMillis) {
        this.topic = topic;
        this.instrument = instrument;
        this.decimals = new WireDecimals(instrument.listing());
        this.depth = depth;
        this.faults = faults;
        this.updateId = nowMillis - 1;
    }

    @Override
    public List<String> initialFrames(long nowMillis) {
        if (last.bids.isEmpty()) {
            take(read(nowMillis), nowMillis);
            publishVersion(Optional.of(new BookView.BookVersion(nowMillis, updateId)));
        }
        return last.bids.isEmpty() ? List.of() : List.of(frame("snapshot", last, nowMillis));
    }

    @Override
    public List<String> advance(long nowMillis) {
        Sides now = read(nowMillis);
        Sides before = last;
        if (now.equals(before)) {
            publishVersion(Optional.of(new BookView.BookVersion(nowMillis, updateId)));
            return List.of();
        }
        if (faults.take(Fault.BOOK_GAP)) {
            updateId++;
        }
        take(now, nowMillis);
        if (faults.take(Fault.BOOK_RESTART)) {
            updateId = 1;
            return List.of(frame("snapshot", now, nowMillis));
        }
        publishVersion(Optional.of(new BookView.BookVersion(nowMillis, updateId)));
        return List.of(changed(before, now, nowMillis));
    }

    private String changed(Sides before, Sides now, long nowMillis) {
        if (before.bids.isEmpty() || faults.take(Fault.BOOK_SNAPSHOT)) {
            return frame("snapshot", now, nowMillis);
        }
        if (faults.take(Fault.BOOK_EMPTY_SIDE)) {
            return frame("snapshot", new Sides(now.bids, Map.of()), nowMillis);
        }
        if (faults.take(Fault.BOOK_CROSSED)) {
            return frame("snapshot", new Sides(now.asks, now.bids), nowMillis);
        }
        return frame("delta", new Sides(changes(before.bids, now.bids), changes(before.asks, now.asks)), nowMillis);
    }

    @Override
    public void end() {
        publishVersion(Optional.empty());
    }

    private void publishVersion(Optional<BookView.BookVersion> version) {
        if (depth == REST_DEPTH) {
            instrument.book().setStreamed(version);
        }
    }

    private void take(Sides now, long nowMillis) {
        last = now;
        updateId++;
        changedMillis = nowMillis;
    }

    private Sides read(long nowMillis) {
        Optional<Book> book = instrument.book().book(nowMillis, depth);
        return book.map(levels -> new Sides(formatted(levels.bids()), formatted(levels.asks()))).orElse(last);
    }

    private Map<String, String> formatted(List<Book.Level> levels) {
        Map<String, String> sizes = new LinkedHashMap<>();
        levels.forEach(level -> sizes.put(decimals.price(level.price()), decimals.size(level.size())));
        return sizes;
    }

    private static Map<String, String> changes(Map<String, String> before, Map<String, String> after) {
        Set<String> prices = new LinkedHashSet<>(before.keySet());
        prices.addAll(after.keySet());
        Map<String, String> changes = new LinkedHashMap<>();
        for (String price : prices) {
            String size = after.getOrDefault(price, REMOVED);
            if (!size.equals(before.get(price))) {
                changes.put(price, size);
            }
        }
        return changes;
    }

    private String frame(String type, Sides sides, long nowMillis) {
        ObjectNode frame = Json.object();
        frame.put("topic", topic);
        if (instrument.listing().id().category() == Category.SPOT) {
            frame.put("ts", nowMillis).put("type", type);
        } else {
            frame.put("type", type).put("ts", nowMillis);
        }
        ObjectNode data = frame.putObject("data");
        data.put("s", instrument.listing().id().symbol().name());
        levels(data.putArray("b"), sides.bids);
        levels(data.putArray("a"), sides.asks);
        data.put("u", updateId).put("seq", changedMillis);
        return Json.text(frame.put("cts", changedMillis));
    }

    private static void levels(ArrayNode node, Map<String, String> sizes) {
        sizes.forEach((price, size) -> node.addArray().add(price).add(size));
    }
}
