package io.tradinghub.position.redis;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.position.PositionBoard;
import io.tradinghub.store.RedisPool;
import org.jspecify.annotations.Nullable;

/// Positions under `{BOT_ID}:position:{symbol}`, a signed decimal; the spot leg of a symbol under
/// `{BOT_ID}:position:{symbol}:spot`.
public final class RedisPositionBoard implements PositionBoard {
    private final RedisPool pool;
    private final BotId bot;

    /// The pool stays its owner's.
    public RedisPositionBoard(RedisPool pool, BotId bot) {
        this.pool = pool;
        this.bot = bot;
    }

    @Override
    public Map<InstrumentId, BigDecimal> read(Collection<InstrumentId> instruments) {
        Map<InstrumentId, BigDecimal> shown = new HashMap<>();
        if (instruments.isEmpty()) {
            return shown;
        }
        List<InstrumentId> asked = List.copyOf(instruments);
        List<String> values = pool.call("read positions",
                redis -> redis.mget(asked.stream().map(this::key).toArray(String[]::new)));
        for (int index = 0; index < asked.size(); index++) {
            InstrumentId instrument = asked.get(index);
            parse(values.get(index)).ifPresent(quantity -> shown.put(instrument, quantity));
        }
        return shown;
    }

    @Override
    public void show(InstrumentId instrument, BigDecimal quantity) {
        pool.call("show position", redis -> redis.set(key(instrument), quantity.stripTrailingZeros().toPlainString()));
    }

    @Override
    public void close() {}

    private String key(InstrumentId instrument) {
        String key = "%s:position:%s".formatted(bot, instrument.symbol());
        return instrument.category() == Category.SPOT ? key + ":spot" : key;
    }

    /// What is absent, or was scribbled there by somebody else, counts as not shown and is written anew.
    private static Optional<BigDecimal> parse(@Nullable String value) {
        try {
            return value == null ? Optional.empty() : Optional.of(new BigDecimal(value));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
