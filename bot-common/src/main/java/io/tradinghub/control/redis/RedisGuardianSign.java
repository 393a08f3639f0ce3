package io.tradinghub.control.redis;

import java.util.Optional;
import java.util.function.Supplier;

import io.tradinghub.store.RedisPool;

/// Reads `guardian:heartbeat`: when the guardian last judged everything, in epoch milliseconds; empty when it has not
/// for a minute. Any thread.
public final class RedisGuardianSign implements Supplier<Optional<String>> {
    private static final String KEY = "guardian:heartbeat";
    private final RedisPool pool;

    /// The pool stays its owner's.
    public RedisGuardianSign(RedisPool pool) {
        this.pool = pool;
    }

    /// @throws io.tradinghub.market.StoreUnavailableException when Redis does not answer in time
    @Override
    public Optional<String> get() {
        return Optional.ofNullable(pool.call("read whether the guardian judges", redis -> redis.get(KEY)));
    }
}
