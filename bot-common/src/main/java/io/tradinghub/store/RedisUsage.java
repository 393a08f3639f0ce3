package io.tradinghub.store;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Telemetry;
import redis.clients.jedis.RedisClient;

/// How full Redis is: a hub's Redis evicts no key, so one that is full takes no candle any more and all bots go blind.
///
/// @param usedBytes what data and clients take
/// @param limitBytes what they may take together; 0 where there is no limit
/// @param clients connections
public record RedisUsage(long usedBytes, long limitBytes, long clients) {
    private static final double NEARLY_FULL = 0.9;

    /// Asks by `INFO` (Redis documentation), for which the user needs the right.
    public static RedisUsage of(RedisClient redis) {
        String info = redis.info("memory") + redis.info("clients");
        return new RedisUsage(number(info, "used_memory"), number(info, "maxmemory"),
                number(info, "connected_clients"));
    }

    /// The same by a connection of the pool; empty while Redis does not answer, or knows `INFO` by another name.
    public static Optional<RedisUsage> ask(RedisPool redis) {
        try {
            return Optional.of(redis.call("read its usage", RedisUsage::of));
        } catch (StoreUnavailableException | IllegalStateException _) {
            return Optional.empty();
        }
    }

    /// Registers `redis_used_bytes`, `redis_limit_bytes` and `redis_clients`, asked whenever somebody looks; absent
    /// when [#ask] gives nothing.
    public static void watch(RedisPool redis, Telemetry telemetry) {
        telemetry.gauges(Set.of("redis_used_bytes", "redis_limit_bytes", "redis_clients"), () -> ask(redis)
                .map(usage -> Map.of("redis_used_bytes", usage.usedBytes, "redis_limit_bytes", usage.limitBytes,
                        "redis_clients", usage.clients))
                .orElse(Map.of()));
    }

    /// Whether over nine tenths of the limit are used.
    public boolean isNearlyFull() {
        return limitBytes > 0 && usedBytes > NEARLY_FULL * limitBytes;
    }

    private static long number(String info, String field) {
        String start = field + ':';
        return info.lines().filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length()).strip()))
                .findFirst().orElse(0);
    }
}
