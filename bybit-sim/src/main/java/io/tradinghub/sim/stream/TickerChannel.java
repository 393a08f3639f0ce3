package io.tradinghub.sim.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.Ticker;

/// `tickers.{symbol}`: on linear sends a snapshot to a new subscriber and then the changed fields; on spot always sends
/// all fields.
final class TickerChannel implements Channel {
    /// Both fields of a pair are sent if one of them changed, as captured from Bybit.
    private static final List<List<String>> PAIRS = List.of(List.of("bid1Price", "bid1Size"),
            List.of("ask1Price", "ask1Size"));
    private final String topic;
    private final Category category;
    private final Ticker ticker;
    private Map<String, String> last = Map.of();

    TickerChannel(String topic, Category category, Ticker ticker) {
        this.topic = topic;
        this.category = category;
        this.ticker = ticker;
    }

    @Override
    public List<String> initialFrames(long nowMillis) {
        if (last.isEmpty()) {
            last = ticker.forStream(nowMillis);
        }
        return last.isEmpty() ? List.of() : List.of(frame("snapshot", last, nowMillis));
    }

    @Override
    public List<String> advance(long nowMillis) {
        Map<String, String> now = ticker.forStream(nowMillis);
        if (now.isEmpty() || now.equals(last)) {
            return List.of();
        }
        boolean isFirst = last.isEmpty();
        Map<String, String> changed = changes(now);
        last = now;
        boolean whole = isFirst || category == Category.SPOT;
        return List.of(whole ? frame("snapshot", now, nowMillis) : frame("delta", changed, nowMillis));
    }

    private Map<String, String> changes(Map<String, String> now) {
        Map<String, String> changed = new LinkedHashMap<>();
        now.forEach((name, value) -> {
            boolean isNew = !value.equals(last.get(name));
            boolean inPair = PAIRS.stream().filter(pair -> pair.contains(name))
                    .anyMatch(
                            pair -> pair.stream().anyMatch(one -> !String.valueOf(now.get(one)).equals(last.get(one))));
            if (isNew || inPair || name.equals("symbol")) {
                changed.put(name, value);
            }
        });
        return changed;
    }

    private String frame(String type, Map<String, String> fields, long nowMillis) {
        ObjectNode frame = Json.object();
        frame.put("topic", topic);
        if (category == Category.SPOT) {
            frame.put("ts", nowMillis).put("type", type).put("cs", nowMillis);
            fields.forEach(frame.putObject("data")::put);
        } else {
            frame.put("type", type);
            fields.forEach(frame.putObject("data")::put);
            frame.put("cs", nowMillis).put("ts", nowMillis);
        }
        return Json.text(frame);
    }
}
