package io.tradinghub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.StoreTimeouts;
import redis.embedded.RedisServer;

/// A real Redis without persistence, on a free port, that a test can stop and start again, empty. Whoever starts it closes it.
public final class EmbeddedRedisStore implements AutoCloseable {
    private static final StoreTimeouts TIMEOUTS = new StoreTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5),
            Duration.ofSeconds(20));

    private final int port;
    private RedisServer server;

    private EmbeddedRedisStore(int port, RedisServer server) {
        this.port = port;
        this.server = server;
    }

    public static EmbeddedRedisStore start() {
        int port = freePort();
        return new EmbeddedRedisStore(port, launch(port));
    }

    public RedisSettings settings() {
        return new RedisSettings("127.0.0.1", port, Optional.empty(), TIMEOUTS);
    }

    /// Ends the server; what was in it is gone.
    public void stop() {
        try {
            server.stop();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Starts an empty server on the same port.
    public void startAgain() {
        server = launch(port);
    }

    private static RedisServer launch(int port) {
        try {
            RedisServer launched = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").setting("save \"\"")
                    .setting("appendonly no").build();
            launched.start();
            return launched;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
