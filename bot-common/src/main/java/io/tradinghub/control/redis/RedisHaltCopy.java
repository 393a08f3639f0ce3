package io.tradinghub.control.redis;

import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.control.HaltOrder;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.risk.HaltState;
import io.tradinghub.store.RedisPool;

/// Reads `control:halt:all` and `control:halt:{BOT_ID}`, which only operators write: `HALT 12 alice@laptop`, `FLATTEN`
/// or `RESUME` with the number of the request, or `-` while PostgreSQL was away. What cannot be understood halts.
public final class RedisHaltCopy implements HaltOrders.Source {
    private static final String PREFIX = "control:halt:";
    private final RedisPool pool;
    private final BotId bot;

    /// The pool stays its owner's.
    public RedisHaltCopy(RedisPool pool, BotId bot) {
        this.pool = pool;
        this.bot = bot;
    }

    @Override
    public HaltOrders read() {
        List<String> values = pool.call("read halts",
                redis -> redis.mget(PREFIX + BotId.ALL, PREFIX + bot));
        return new HaltOrders(Optional.ofNullable(values.get(0)).map(RedisHaltCopy::parse),
                Optional.ofNullable(values.get(1)).map(RedisHaltCopy::parse));
    }

    private static HaltOrder parse(String value) {
        String[] words = value.split(" ", 3);
        HaltState state = switch (words[0]) {
            case "FLATTEN" -> HaltState.FLATTENING;
            case "RESUME" -> HaltState.RUNNING;
            default -> HaltState.HALTED;
        };
        return new HaltOrder(state, words.length > 1 ? number(words[1]) : HaltOrder.NO_REQUEST);
    }

    private static long number(String word) {
        return word.matches("[0-9]{1,18}") ? Long.parseLong(word) : HaltOrder.NO_REQUEST;
    }
}
