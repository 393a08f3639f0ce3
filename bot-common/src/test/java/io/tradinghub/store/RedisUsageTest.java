package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

import io.tradinghub.operations.Telemetry;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.testing.store.LossyLine;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RedisUsageTest {

    @Test
    void tellsHowFullRedisIsAndNothingWhileItIsAway() {
        Telemetry telemetry = new Telemetry();
        try (RedisServer server = RedisServer.start(); RedisPool pool = RedisPool.open(server.settings(), "test")) {
            pool.change("limit", redis -> redis.configSet("maxmemory", "50000000"));
            RedisUsage.watch(pool, telemetry);
            SortedMap<String, Long> usage = telemetry.snapshot();
            assertThat(usage.get("redis_used_bytes")).isBetween(100_000L, 50_000_000L);
            assertThat(usage).containsEntry("redis_limit_bytes", 50_000_000L);
            assertThat(usage.get("redis_clients")).isPositive();
            server.stop();
            assertThat(telemetry.snapshot()).isEmpty();
        }
    }

    @Test
    @Timeout(30)
    void aRedisThatAcceptsAndNeverAnswersHoldsNobodyUp() {
        Telemetry telemetry = new Telemetry();
        telemetry.counter("frames").add(3);
        try (RedisServer server = RedisServer.start();
                LossyLine line = LossyLine.to(server.settings().port());
                RedisPool pool = RedisPool.open(behind(line, server.settings()), "test")) {
            RedisUsage.watch(pool, telemetry);
            line.hang();
            assertThat(telemetry.snapshot()).containsExactly(Map.entry("frames", 3L));
        }
    }

    @Test
    void aRedisWithoutInfoLeavesTheOtherNumbersAlone() {
        Telemetry telemetry = new Telemetry();
        telemetry.counter("frames").add(3);
        try (RedisServer server = RedisServer.startWithout("INFO");
                RedisPool pool = RedisPool.open(server.settings(), "test")) {
            RedisUsage.watch(pool, telemetry);
            assertThat(telemetry.snapshot()).containsExactly(Map.entry("frames", 3L));
        }
    }

    private static RedisSettings behind(LossyLine line, RedisSettings server) {
        Duration patience = Duration.ofMinutes(1);
        return new RedisSettings(server.host(), line.port(), server.login(),
                new StoreTimeouts(patience, patience, patience));
    }
}
