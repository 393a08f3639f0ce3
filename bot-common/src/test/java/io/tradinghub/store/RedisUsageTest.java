package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;

import io.tradinghub.operations.Telemetry;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.Test;

final class RedisUsageTest {

    @Test
    void tellsHowFullRedisIsAndZeroWhileItIsAway() {
        Telemetry telemetry = new Telemetry();
        try (RedisServer server = RedisServer.start(); RedisPool pool = RedisPool.open(server.settings(), "test")) {
            pool.call("limit", redis -> redis.configSet("maxmemory", "50000000"));
            RedisUsage.watch(pool, telemetry);
            SortedMap<String, Long> usage = telemetry.snapshot();
            assertThat(usage.get("redis_used_bytes")).isBetween(100_000L, 50_000_000L);
            assertThat(usage).containsEntry("redis_limit_bytes", 50_000_000L);
            assertThat(usage.get("redis_clients")).isPositive();
            server.stop();
            assertThat(telemetry.snapshot().values()).containsOnly(0L);
        }
    }
}
