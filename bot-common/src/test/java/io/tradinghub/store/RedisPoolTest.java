package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.testing.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
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
    void saysThatWaitingDoesNotHelpWhenTheCommandIsWrong() {
        administrator.set("key", "text");
        try (RedisPool pool = RedisPool.open(server.settings(), "test")) {
            assertThatThrownBy(() -> pool.call("read", redis -> redis.llen("key"))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refused to read").hasMessageContaining("WRONGTYPE");
        }
    }
}
