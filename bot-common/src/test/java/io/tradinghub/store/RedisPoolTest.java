package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ClientKillParams;

final class RedisPoolTest {
    private final RedisServer server = RedisServer.start();
    private final Jedis administrator = new Jedis(new HostAndPort(server.settings().host(), server.settings().port()),
            DefaultJedisClientConfig.builder().build());

    @AfterEach
    void close() {
        administrator.close();
        server.close();
    }

    private void bot(String... rules) {
        administrator.aclSetUser("bot_1", rules);
    }

    private RedisPool openAsBot() {
        RedisSettings settings = server.settings();
        return RedisPool.open(new RedisSettings(settings.host(), settings.port(),
                Optional.of(new RedisSettings.Login("bot_1", Secret.of("old"))), settings.timeouts()), "bot_1");
    }

    @Test
    void waitsForARightThatIsMissing() {
        bot("on", ">old", "~*", "+ping", "+client", "+hello");
        try (RedisPool pool = openAsBot()) {
            assertThatThrownBy(() -> pool.call("read", redis -> redis.exists("key")))
                    .isInstanceOf(StoreUnavailableException.class);
            bot("+exists");
            assertThat(pool.<Boolean>call("read", redis -> redis.exists("key"))).isFalse();
        }
    }

    @Test
    void waitsForAPasswordThatIsNoLongerRightWhenItMustConnectAgain() {
        bot("on", ">old", "~*", "+ping", "+client", "+hello", "+exists");
        try (RedisPool pool = openAsBot()) {
            bot("<old", ">new");
            assertThat(administrator.clientKill(new ClientKillParams().user("bot_1"))).isPositive();
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> pool.call("read", redis -> redis.exists("key")))
                        .isInstanceOf(StoreUnavailableException.class);
            }
            bot(">old");
            assertThat(pool.<Boolean>call("read", redis -> redis.exists("key"))).isFalse();
        }
    }

    @Test
    void waitsWhenWhatItWritesIsRefusedAmongMany() {
        bot("on", ">old", "~*", "+ping", "+client", "+hello", "+get");
        try (RedisPool pool = openAsBot()) {
            assertThatThrownBy(() -> pool.write("write", pipeline -> {
                pipeline.get("one");
                pipeline.set("two", "text");
            })).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("NOPERM");
            bot("+set");
            pool.write("write", pipeline -> pipeline.set("two", "text"));
            assertThat(administrator.get("two")).isEqualTo("text");
        }
    }

    @Test
    void givesUpOnlyOnWhatCanNeverBeRight() {
        for (String passing : List.of(
                "MISCONF Redis is configured to save RDB snapshots, but is unable to persist to disk",
                "ERR max number of clients reached", "NOREPLICAS Not enough good replicas to write", "TRYAGAIN",
                "CLUSTERDOWN")) {
            assertThat(RedisPool.isPassing(new JedisDataException(passing))).as(passing).isTrue();
        }
        for (String lasting : List.of("WRONGTYPE Operation against a key holding the wrong kind of value",
                "ERR unknown command 'XSET'", "ERR wrong number of arguments for 'set' command")) {
            assertThat(RedisPool.isPassing(new JedisDataException(lasting))).as(lasting).isFalse();
        }
    }

    @Test
    void saysThatWaitingDoesNotHelpWhenTheCommandIsWrong() {
        administrator.set("key", "text");
        try (RedisPool pool = RedisPool.open(server.settings(), "test")) {
            assertThatThrownBy(() -> pool.call("read", redis -> redis.llen("key")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refused to read").hasMessageContaining("WRONGTYPE");
        }
    }
}
