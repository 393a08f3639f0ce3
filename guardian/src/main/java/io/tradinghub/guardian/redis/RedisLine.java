package io.tradinghub.guardian.redis;

import java.time.Duration;
import java.util.function.Function;

import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.store.RedisPool;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/// The guardian's way to Redis, opened when it is first needed. Whoever makes it closes it. One thread.
public final class RedisLine implements AutoCloseable {
    private final RedisSettings settings;
    private @Nullable RedisPool pool;

    public RedisLine(RedisSettings settings) {
        // one try, since each round is one: the guardian tells of a Redis that is away, and does not wait for it
        StoreTimeouts timeouts = new StoreTimeouts(settings.timeouts().connect(), settings.timeouts().connect(),
                Duration.ofMillis(1));
        this.settings = new RedisSettings(settings.host(), settings.port(), settings.login(), timeouts);
    }

    /// Runs commands that read, as [RedisPool#call].
    <T> T call(String operation, Function<RedisClient, T> commands) {
        return open().call(operation, commands);
    }

    /// Runs commands that write, as [RedisPool#change].
    <T> T change(String operation, Function<RedisClient, T> commands) {
        return open().change(operation, commands);
    }

    private RedisPool open() {
        RedisPool open = pool;
        if (open == null) {
            open = RedisPool.open(settings, "guardian");
            pool = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
