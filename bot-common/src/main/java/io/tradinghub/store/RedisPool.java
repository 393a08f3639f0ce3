package io.tradinghub.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.RedisSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/// A few connections to Redis with a time limit on everything. Whoever opens it closes it. Any thread may call.
///
/// Says in the log, once for all who use it, that Redis is away, that it refuses what is read, and that it refuses what
/// is written: a Redis that is full, cannot save or has become a replica answers every read and refuses every write.
public final class RedisPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPool.class);
    private static final int CONNECTIONS = 6;
    private static final List<String> LASTING = List.of("WRONGTYPE", "ERR unknown command",
            "ERR wrong number of arguments",
            "ERR syntax error");

    private final RedisClient client;
    private final StoreHealth connection;
    private final StoreHealth reads;
    private final StoreHealth writes;

    private RedisPool(RedisClient client, String store, LongSupplier nanoTime) {
        this.client = client;
        this.connection = new StoreHealth(store, StoreHealth.Words.LOST, nanoTime);
        this.reads = new StoreHealth(store,
                new StoreHealth.Words("store refuses what is read", "store answers what is read again"), nanoTime);
        this.writes = new StoreHealth(store,
                new StoreHealth.Words("store refuses what is written", "store takes what is written again"), nanoTime);
    }

    /// Waits for Redis and opens the pool.
    ///
    /// @param user what uses it, shown in `CLIENT LIST`
    /// @throws StoreUnavailableException when Redis is not there, or does not let us in, within the start deadline
    public static RedisPool open(RedisSettings settings, String user) {
        return open(settings, user, System::nanoTime);
    }

    /// The same by a steady clock of the caller's.
    static RedisPool open(RedisSettings settings, String user, LongSupplier nanoTime) {
        String store = "redis %s:%d%s".formatted(settings.host(), settings.port(),
                settings.login().map(login -> " as " + login.user()).orElse(""));
        RedisClient client = client(settings, user);
        try {
            StoreWait.until(store, settings.timeouts().start(), client::ping);
        } catch (StoreUnavailableException away) {
            client.close();
            throw away;
        }
        return new RedisPool(client, store, nanoTime);
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

    /// Runs commands that read; one that fails because its connection died is not repeated here.
    ///
    /// @throws StoreUnavailableException when Redis does not answer, or refuses for a reason that may pass
    /// @throws IllegalStateException when Redis refuses the command, which waiting does not change
    public <T> T call(String operation, Function<RedisClient, T> commands) {
        return run(operation, reads, commands);
    }

    /// Runs commands that write, and fails like [#call].
    public <T> T change(String operation, Function<RedisClient, T> commands) {
        return run(operation, writes, commands);
    }

    /// Sends commands that write in one go, and fails like [#call] when Redis refuses one of them; the others may have
    /// been done then.
    public void write(String operation, Consumer<AbstractPipeline> commands) {
        change(operation, redis -> {
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

    /// Listens on a channel until the connection ends, which it does when the channel is quiet for as long as an answer
    /// may take. Logs nothing: whoever listens asks, too, and then hears what is wrong.
    ///
    /// @param listener called on this thread
    public void listen(String channel, JedisPubSub listener) {
        try {
            client.subscribe(listener, channel);
        } catch (JedisException ended) {
            LOG.atTrace().addKeyValue("channel", channel).addKeyValue("reason", ended.getMessage())
                    .log("a subscription ended");
        }
    }

    /// Whether waiting, or a person, may mend it: everything but a command that can never be right. A full memory or
    /// disk, too many clients and a failover end by themselves, a missing right when `db` has run again; what else
    /// Redis may say is nothing to give up for.
    public static boolean isPassing(JedisDataException refused) {
        String message = String.valueOf(refused.getMessage());
        return LASTING.stream().noneMatch(message::startsWith);
    }

    private <T> T run(String operation, StoreHealth work, Function<RedisClient, T> commands) {
        try {
            T answer = commands.apply(client);
            connection.answered();
            work.answered();
            return answer;
        } catch (JedisDataException refusal) {
            connection.answered();
            String refused = "%s refused to %s: %s".formatted(connection.store(), operation, refusal.getMessage());
            if (!isPassing(refusal)) {
                throw new IllegalStateException(refused, refusal);
            }
            work.failed(refusal);
            throw new StoreUnavailableException(refused, refusal);
        } catch (JedisException lost) {
            // an interrupt closes the socket under the call: the store is not to blame
            if (!Thread.currentThread().isInterrupted()) {
                connection.failed(lost);
            }
            throw new StoreUnavailableException(
                    "%s did not answer to %s: %s".formatted(connection.store(), operation, StoreWait.reason(lost)),
                    lost);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
