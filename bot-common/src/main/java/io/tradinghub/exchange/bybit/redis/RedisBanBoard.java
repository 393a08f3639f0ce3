package io.tradinghub.exchange.bybit.redis;

import java.time.Instant;
import java.util.Optional;

import io.tradinghub.exchange.bybit.BanBoard;
import io.tradinghub.store.RedisPool;
import redis.clients.jedis.params.SetParams;

/// Keeps under `hub:ban`, which all bots and the recorder may read and set, the epoch millisecond until which Bybit
/// bans the address of this host. Text that is no such number is no ban.
public final class RedisBanBoard implements BanBoard {
    private static final String KEY = "hub:ban";
    private static final int MOST_DIGITS = 15;
    private final RedisPool pool;

    /// The pool stays its owner's.
    public RedisBanBoard(RedisPool pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Instant> read() {
        // A bot may set a text of a megabyte, which nobody shall read every second.
        return Optional.of(pool.call("read the host's ban", redis -> redis.getrange(KEY, 0, MOST_DIGITS)))
                .filter(text -> text.matches("[0-9]{1," + MOST_DIGITS + "}"))
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
    }

    @Override
    public void tell(Instant until) {
        String millis = Long.toString(until.toEpochMilli());
        String unused = pool.change("tell the host's ban",
                redis -> redis.set(KEY, millis, SetParams.setParams().pxAt(until.toEpochMilli())));
    }
}
