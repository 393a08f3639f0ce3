package io.tradinghub.guardian.redis;

import java.time.Duration;
import java.time.Instant;

import redis.clients.jedis.params.SetParams;

/// The key `guardian:heartbeat`: when the guardian last judged everything, in epoch milliseconds. Bots in mode live
/// take no entries when it no longer changes.
public final class RedisPulse {
    private static final String KEY = "guardian:heartbeat";
    /// So that a bot that starts finds no old one.
    private static final Duration EXPIRES = Duration.ofMinutes(1);
    private final RedisLine redis;

    /// The line stays its owner's.
    public RedisPulse(RedisLine redis) {
        this.redis = redis;
    }

    /// Shows that everything was judged.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when Redis does not take it
    public void show(Instant judgedAt) {
        String unused = redis.change("show that it judges", client -> client.set(KEY,
                Long.toString(judgedAt.toEpochMilli()), SetParams.setParams().ex(EXPIRES.toSeconds())));
    }
}
