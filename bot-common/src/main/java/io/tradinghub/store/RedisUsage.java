package io.tradinghub.store;

import java.util.function.LongSupplier;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Telemetry;

/// How full Redis is: a hub's Redis evicts nothing, so one that is full takes no candle any more and all bots go blind.
public final class RedisUsage {
    private RedisUsage() {}

    /// Registers `redis_used_bytes`, `redis_limit_bytes` (0 is no limit) and `redis_clients`, asked by `INFO` (Redis
    /// documentation) whenever somebody looks; a Redis that does not answer has 0 of each. The user needs the right to
    /// `INFO`.
    public static void watch(RedisPool redis, Telemetry telemetry) {
        telemetry.gauge("redis_used_bytes", asking(redis, "memory", "used_memory"));
        telemetry.gauge("redis_limit_bytes", asking(redis, "memory", "maxmemory"));
        telemetry.gauge("redis_clients", asking(redis, "clients", "connected_clients"));
    }

    private static LongSupplier asking(RedisPool redis, String section, String field) {
        return () -> {
            try {
                return number(redis.call("read its usage", client -> client.info(section)), field);
            } catch (StoreUnavailableException _) {
                return 0;
            }
        };
    }

    private static long number(String info, String field) {
        String start = field + ':';
        return info.lines().filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length()).strip()))
                .findFirst().orElse(0);
    }
}
