package io.tradinghub.position.redis;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.position.PositionBoard;
import io.tradinghub.store.RedisPool;

/// Positions as one JSON object under `{BOT_ID}:positions`: `{"linear:BTCUSDT":"-0.5","spot:BTCUSDT":"0.4995"}`.
///
/// One text under one name, since Redis bounds the length of a text, but neither the number of a bot's keys nor that of
/// a hash's fields.
public final class RedisPositionBoard implements PositionBoard {
    private final RedisPool pool;
    private final String key;
    private final ObjectMapper json = new ObjectMapper();

    /// The pool stays its owner's.
    public RedisPositionBoard(RedisPool pool, BotId bot) {
        this.pool = pool;
        this.key = bot + ":positions";
    }

    @Override
    public Map<InstrumentId, BigDecimal> read() {
        return parse(pool.call("read positions", redis -> Objects.requireNonNullElse(redis.get(key), "{}")));
    }

    @Override
    public void show(Map<InstrumentId, BigDecimal> quantities) {
        ObjectNode text = json.createObjectNode();
        new TreeMap<>(quantities).forEach((instrument, quantity) -> text.put(instrument.toString(),
                quantity.stripTrailingZeros().toPlainString()));
        pool.write("show positions", pipeline -> pipeline.set(key, text.toString()));
    }

    @Override
    public void close() {}

    /// What is absent, or was scribbled there by somebody else, counts as not shown and is written anew.
    private Map<InstrumentId, BigDecimal> parse(String text) {
        Map<InstrumentId, BigDecimal> shown = new HashMap<>();
        try {
            JsonNode written = json.readTree(text);
            for (Map.Entry<String, JsonNode> one : written.properties()) {
                shown.put(InstrumentId.parse(one.getKey()), new BigDecimal(one.getValue().asText()));
            }
            return shown;
        } catch (IOException | IllegalArgumentException _) {
            return Map.of();
        }
    }
}
