package io.tradinghub.guardian.redis;

import io.tradinghub.guardian.halt.HaltCopies;

/// The keys `control:halt:{BOT_ID}`. `MSETNX` is the only command with which the guardian may write them.
public final class RedisHaltCopies implements HaltCopies {
    private static final String PREFIX = "control:halt:";
    private final RedisLine redis;

    /// The line stays its owner's.
    public RedisHaltCopies(RedisLine redis) {
        this.redis = redis;
    }

    @Override
    public void add(String bot, String text) {
        long unused = redis.change("halt " + bot, client -> client.msetnx(PREFIX + bot, text));
    }

    @Override
    public boolean isThere(String bot) {
        return redis.call("read the halt of " + bot, client -> client.exists(PREFIX + bot));
    }
}
