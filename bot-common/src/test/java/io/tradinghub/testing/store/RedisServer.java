package io.tradinghub.testing.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.StoreTimeouts;
import org.testcontainers.containers.GenericContainer;
import redis.embedded.core.RedisServerBuilder;

/// A real Redis without persistence, on a free port, that a test can stop and start again, empty; embedded, or in a
/// container as [StoreContainers] says. Whoever starts it closes it.
public final class RedisServer implements AutoCloseable {
    private static final StoreTimeouts TIMEOUTS = new StoreTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5),
            Duration.ofSeconds(20));

    private final int port = StoreContainers.freePort();
    private final List<String> removed;
    private Running running;

    private RedisServer(List<String> removed) {
        this.removed = removed;
        this.running = launch();
    }

    public static RedisServer start() {
        return startWithout();
    }

    /// One that does not know these commands, as operators rename them.
    public static RedisServer startWithout(String... removed) {
        return new RedisServer(List.of(removed));
    }

    public RedisSettings settings() {
        return new RedisSettings("127.0.0.1", port, Optional.empty(), TIMEOUTS);
    }

    /// Ends the server; what was in it is gone.
    public void stop() {
        running.end();
    }

    /// Starts an empty server on the same port.
    public void startAgain() {
        running = launch();
    }

    @Override
    public void close() {
        stop();
    }

    private Running launch() {
        if (StoreContainers.chosen()) {
            GenericContainer<?> container = StoreContainers.redis(port, removed);
            container.start();
            return container::close;
        }
        try {
            RedisServerBuilder builder = redis.embedded.RedisServer.newRedisServer().port(port)
                    .setting("bind 127.0.0.1").setting("save \"\"").setting("appendonly no");
            removed.forEach(command -> builder.setting("rename-command %s \"\"".formatted(command)));
            redis.embedded.RedisServer server = builder.build();
            server.start();
            return () -> stop(server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void stop(redis.embedded.RedisServer server) {
        try {
            server.stop();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A server that runs and can be ended, more than once.
    @FunctionalInterface
    private interface Running {
        void end();
    }
}
