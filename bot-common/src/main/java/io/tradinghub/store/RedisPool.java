package io.tradinghub.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.RedisSettings;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/// A few connections to Redis with a time limit on everything. Whoever opens it closes it. Any thread may call.
public final class RedisPool implements AutoCloseable {
    private static final int CONNECTIONS = 6;
    private static final List<String> LASTING = List.of("WRONGTYPE", "ERR unknown command",
            "ERR wrong number of arguments",
            "ERR syntax error");

    private final RedisClient client;
    private final StoreHealth health;

    private RedisPool(RedisClient client, StoreHealth health) {
        this.client = client;
        this.health = health;
    }

    /// Waits for Redis and opens the pool.
    ///
    /// @param user what uses it, shown in `CLIENT LIST`
    /// @throws StoreUnavailableException when Redis is not there, or does not let us in, within the start deadline
    public static RedisPool open(RedisSettings settings, String user) {
        String store = "redis %s:%d%s".formatted(settings.host(), settings.port(),
                settings.login().map(login -> " as " + login.user()).orElse(""));
        RedisClient client = client(settings, user);
        try {
            StoreWait.until(store, settings.timeouts().start(), client::ping);
        } catch (StoreUnavailableException away) {
            client.close();
            throw away;
        }
        return new RedisPool(client, new StoreHealth(store));
    }

    private static RedisClient client(RedisSettings settings, String user) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder().resp2().clientName(user)
                .connectionTimeoutMillis((int) settings.timeouts().connect().toMillis())
                .socketTimeoutMillis((int) settings.timeouts().answer().toMillis())
                .blockingSocketTimeoutMillis((int) settings.timeouts().answer().toMillis());
        settings.login().ifPresent(login -> config.user(login.user()).password(login.password().reveal()));
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setJmxEnabled(false);
        pool.setMaxWait(settings.timeouts().answer());
        return RedisClient.builder().hostAndPort(new HostAndPort(settings.host(), settings.port()))
                .clientConfig(config.build())
                .poolConfig(pool).build();
    }

    /// Runs the commands; one that fails because its connection died is not repeated here.
    ///
    /// @throws StoreUnavailableException when Redis does not answer, or refuses for a reason that may pass
    /// @throws IllegalStateException when Redis refuses the command, which waiting does not change
    public <T> T call(String operation, Function<RedisClient, T> commands) {
        try {
            T answer = commands.apply(client);
            health.answered();
            return answer;
        } catch (JedisDataException refused) {
            if (isPassing(refused)) {
                throw away(operation, refused);
            }
            throw new IllegalStateException(
                    "%s refused to %s: %s".formatted(health.store(), operation, refused.getMessage()),
                    refused);
        } catch (JedisException lost) {
            throw away(operation, lost);
        }
    }

    /// Sends the commands in one go, and fails like [#call] when Redis refuses one of them; the others may have been
    /// done then.
    public void write(String operation, Consumer<AbstractPipeline> commands) {
        call(operation, redis -> {
            List<Object> answers;
            try (Pipeline pipeline = redis.pipelined()) {
                commands.accept(pipeline);
                answers = pipeline.syncAndReturnAll();
            }
            for (Object answer : answers) {
                if (answer instanceof JedisDataException refused) {
                    throw refused;
                }
            }
            return answers;
        });
    }

    /// Whether waiting, or a person, may mend it: everything but a command that can never be right. A full memory or
    /// disk, too many clients and a failover end by themselves, a missing right when `db` has run again; what else
    /// Redis may say is nothing to give up for.
    public static boolean isPassing(JedisDataException refused) {
        String message = String.valueOf(refused.getMessage());
        return LASTING.stream().noneMatch(message::startsWith);
    }

    private StoreUnavailableException away(String operation, JedisException cause) {
        // an interrupt closes the socket under the call: the store is not to blame
        if (!Thread.currentThread().isInterrupted()) {
            health.failed(cause);
        }
        return new StoreUnavailableException(
                "%s: %s failed: %s".formatted(health.store(), operation, StoreWait.reason(cause)),
                cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
