package io.tradinghub.guardian.redis;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.guardian.fleet.Mark;
import io.tradinghub.market.InstrumentId;
import org.jspecify.annotations.Nullable;

/// The newest prices, from the recorder's keys `md:quote:{category}:{symbol}`.
public final class RedisMarks {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private final RedisLine redis;
    private final ObjectMapper json = new ObjectMapper();

    /// The line stays its owner's.
    public RedisMarks(RedisLine redis) {
        this.redis = redis;
    }

    /// The middle of bid and ask of each that has both.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when Redis does not answer
    public Map<InstrumentId, Mark> of(SortedSet<InstrumentId> instruments) {
        if (instruments.isEmpty()) {
            return Map.of();
        }
        String[] keys = instruments.stream().map(instrument -> "md:quote:" + instrument).toArray(String[]::new);
        List<String> quotes = redis.call("read prices", client -> client.mget(keys));
        Map<InstrumentId, Mark> marks = new HashMap<>();
        int index = 0;
        for (InstrumentId instrument : instruments) {
            mark(quotes.get(index++)).ifPresent(mark -> marks.put(instrument, mark));
        }
        return marks;
    }

    private Optional<Mark> mark(@Nullable String quote) {
        try {
            JsonNode node = json.readTree(quote == null ? "" : quote);
            BigDecimal bid = new BigDecimal(node.path("b").asText());
            BigDecimal ask = new BigDecimal(node.path("a").asText());
            return bid.signum() > 0 && ask.signum() > 0 && node.path("t").asLong() > 0
                    ? Optional.of(new Mark(bid.add(ask).divide(TWO), Instant.ofEpochMilli(node.path("t").asLong())))
                    : Optional.empty();
        } catch (JsonProcessingException | NumberFormatException _) {
            return Optional.empty();
        }
    }
}
