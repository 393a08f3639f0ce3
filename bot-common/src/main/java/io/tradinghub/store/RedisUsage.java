package io.tradinghub.store;

import java.util.Map;
import java.util.Set;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Telemetry;

/// How full Redis is: a hub's Redis evicts no key, so one that is full takes no candle any more and all bots go blind.
public final class RedisUsage {
    private RedisUsage() {}

    /// Registers `redis_used_bytes`, `redis_limit_bytes` (0 is no limit) and `redis_clients`, asked by `INFO` (Redis
    /// documentation) whenever somebody looks; absent while Redis does not answer, or knows `INFO` by another name. The
    /// user needs the right to `INFO`.
    public static void watch(RedisPool redis, Telemetry telemetry) {
        telemetry.gauges(Set.of("redis_used_bytes", "redis_limit_bytes", "redis_clients"), () -> ask(redis));
    }

    /// What Redis lets data and clients take together; 0 where there is no limit, or Redis does not tell.
    public static long limitBytes(RedisPool redis) {
        return ask(redis).getOrDefault("redis_limit_bytes", 0L);
    }

    private static Map<String, Long> ask(RedisPool redis) {
        try {
            String info = redis.call("read its usage", client -> client.info("memory") + client.info("clients"));
            return Map.of("redis_used_bytes", number(info, "used_memory"), "redis_limit_bytes",
                    number(info, "maxmemory"), "redis_clients", number(info, "connected_clients"));
        } catch (StoreUnavailableException _) {
            return Map.of();
        }
    }

    private static long number(String info, String field) {
        String start = field + ':';
        return info.lines().filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length()).strip()))
                .findFirst().orElse(0);
    }
}
