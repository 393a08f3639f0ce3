package io.tradinghub.db.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.testing.Redis7;
import io.tradinghub.db.testing.TestAccounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XAddParams;

class RedisPreparationTest {
    private static final String ONE = "bot_1_momentum";
    private static final String TWO = "bot_2_mean_reversion";
    private Redis7 redis = Redis7.start();

    @BeforeEach
    void prepare() {
        RedisPreparation.run(redis.admin(), TestAccounts.with(ONE, TWO));
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void aBotWritesItsLiveStateAndReadsTheMarket() {
        try (Jedis bot = connect(ONE); Jedis recorder = connect("recorder")) {
            recorder.set("md:quote:linear:BTCUSDT", "{}");
            bot.set(ONE + ":heartbeat", "1", SetParams.setParams().ex(30));
            bot.set(ONE + ":positions", "{}");
            bot.set(ONE + ":state", "{}");
            assertThat(bot.get(ONE + ":positions")).isEqualTo("{}");
            recorder.hset("md:instruments", "linear:BTCUSDT", "{}");
            assertThat(bot.hmget("md:instruments", "linear:BTCUSDT")).containsExactly("{}");
            assertThat(bot.mget("md:quote:linear:BTCUSDT", "control:halt:all", "control:halt:" + ONE))
                    .containsExactly("{}", null, null);
            recorder.xadd("md:kline:linear:1:BTCUSDT", XAddParams.xAddParams().maxLen(10), Map.of("t", "0"));
            assertThat(bot.xrange("md:kline:linear:1:BTCUSDT", "-", "+")).hasSize(1);
        }
    }

    @Test
    void aBotCanNeitherSetNorDeleteAHalt() {
        try (Jedis bot = connect(ONE); Jedis admin = RedisPreparation.connect(redis.admin())) {
            for (String key : List.of("control:halt:all", "control:halt:" + ONE)) {
                admin.set(key, "HALT 1 alice@laptop");
                assertThat(bot.get(key)).isEqualTo("HALT 1 alice@laptop");
                assertThatThrownBy(() -> bot.set(key, "RESUME 2 me")).hasMessageContaining("NOPERM");
                assertThatThrownBy(() -> bot.del(key)).hasMessageContaining("NOPERM");
                assertThatThrownBy(() -> bot.expire(key, 1)).hasMessageContaining("NOPERM");
            }
            assertThatThrownBy(() -> bot.get("control:halt:" + TWO)).hasMessageContaining("NOPERM");
            assertThatThrownBy(() -> bot.get("hub:halt")).hasMessageContaining("NOPERM");
        }
    }

    @Test
    void botsAndTheRecorderTellEachOtherOfABanAndNobodyElseDoes() {
        try (Jedis one = connect(ONE);
                Jedis two = connect(TWO);
                Jedis recorder = connect("recorder");
                Jedis guardian = connect("guardian")) {
            one.set("hub:ban", "1780000000000", SetParams.setParams().px(600_000));
            assertThat(two.getrange("hub:ban", 0, 15)).isEqualTo("1780000000000");
            recorder.set("hub:ban", "1780000000001");
            assertThat(one.getrange("hub:ban", 0, 15)).isEqualTo("1780000000001");
            assertThat(recorder.getrange("hub:ban", 0, 15)).isEqualTo("1780000000001");
            assertThatThrownBy(() -> guardian.set("hub:ban", "1")).hasMessageContaining("NOPERM");
            assertThatThrownBy(() -> one.del("hub:ban")).hasMessageContaining("NOPERM");
        }
    }

    @Test
    void theGuardianMakesAHaltAndNeverChangesOne() {
        String key = "control:halt:" + ONE;
        try (Jedis guardian = connect("guardian"); Jedis admin = RedisPreparation.connect(redis.admin())) {
            assertThat(guardian.msetnx(key, "HALT 7 guardian")).isOne();
            admin.set(key, "FLATTEN 8 alice@laptop");
            assertThat(guardian.msetnx(key, "RESUME 9 guardian")).isZero();
            assertThat(guardian.get(key)).isEqualTo("FLATTEN 8 alice@laptop");
            for (Consumer<Jedis> attempt : List.<Consumer<Jedis>>of(client -> client.set(key, "RESUME 9 guardian"),
                    client -> client.del(key), client -> client.unlink(key), client -> client.expire(key, 1),
                    client -> client.append(key, "x"),
                    client -> client.rename(key, "guardian:heartbeat"), client -> client.getDel(key),
                    client -> client.copy("guardian:heartbeat", key, true),
                    client -> client.msetnx(ONE + ":positions", "{}"),
                    client -> client.msetnx("guardian:heartbeat", "1"),
                    client -> client.eval("return 1"))) {
                assertThatThrownBy(() -> attempt.accept(guardian)).hasMessageContaining("NOPERM");
            }
        }
    }

    @Test
    void botsReadThatTheGuardianJudgesAndCannotPretendIt() {
        try (Jedis guardian = connect("guardian"); Jedis bot = connect(ONE)) {
            guardian.set("guardian:heartbeat", "1", SetParams.setParams().ex(60));
            assertThat(bot.get("guardian:heartbeat")).isEqualTo("1");
            assertThatThrownBy(() -> bot.set("guardian:heartbeat", "2")).hasMessageContaining("NOPERM");
        }
    }

    @Test
    void aHaltOfAnEarlierVersionHoldsUnderItsNewKey() {
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            admin.set("hub:halt", "by hand at 2026-01-01T00:00:00Z");
            admin.rpush(ONE + ":halt", "not text");
            prepare();
            assertThat(admin.mget("control:halt:all", "control:halt:" + ONE, "control:halt:" + TWO))
                    .containsExactly("HALT - hub:halt", "HALT - " + ONE + ":halt", null);
            assertThat(admin.exists("hub:halt", ONE + ":halt")).isZero();
        }
    }

    @Test
    void keysThatABotWroteUnderNamesOfEarlierVersionsAreDeleted() {
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            admin.mset(ONE + ":position:BTCUSDT", "0.5", ONE + ":position:BTCUSDT:spot", "1", ONE + ":positions", "{}",
                    "control:halt:" + ONE, "HALT 1 alice@laptop", "bot_9_gone:position:BTCUSDT", "1");
            prepare();
            assertThat(admin.keys("*")).containsExactlyInAnyOrder(ONE + ":positions", "control:halt:" + ONE,
                    "bot_9_gone:position:BTCUSDT");
        }
    }

    @Test
    void streamsThatNobodyRecordsAnyMoreAreDeleted() {
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            long now = Long.parseLong(admin.time().getFirst()) * 1_000;
            for (int days : List.of(1, 7, 9)) {
                admin.xadd("md:kline:linear:D:AGED%dUSDT".formatted(days),
                        new StreamEntryID(now - days * 86_400_000L, 0), Map.of("t", "0"));
            }
            admin.set("md:quote:linear:AGED9USDT", "{}");
            prepare();
            assertThat(admin.keys("md:*")).containsExactlyInAnyOrder("md:kline:linear:D:AGED1USDT",
                    "md:kline:linear:D:AGED7USDT", "md:quote:linear:AGED9USDT");
        }
    }

    @Test
    void aBotOfAnEarlierVersionThatIsRemovedLosesItsUser() {
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            admin.aclSetUser("bot_9_gone", "on", ">pass", "~bot_9_gone:*", "+get");
            prepare();
            assertThat(admin.aclUsers()).doesNotContain("bot_9_gone");
        }
    }

    @Test
    void usersSurviveAServerRestart() throws Exception {
        redis = redis.restart();
        try (Jedis bot = connect(ONE)) {
            assertThat(bot.ping()).isEqualTo("PONG");
        }
        assertThat(Files.readString(redis.usersFile())).contains("user " + ONE + " on").doesNotContain("-redis");
    }

    @Test
    void aSecondRunChangesNothing() {
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            List<String> before = admin.aclList();
            prepare();
            assertThat(admin.aclList()).isEqualTo(before);
        }
    }

    @Test
    void aNewPasswordReplacesTheOldOne() {
        List<StoreAccount> rotated = new ArrayList<>(TestAccounts.with(TWO));
        rotated.add(TestAccounts.of(ONE, Role.BOT, "-new"));
        RedisPreparation.run(redis.admin(), rotated);
        RedisPreparation.connect(redis.as(ONE, TestAccounts.redisPassword(ONE, "-new"))).close();
        assertThatThrownBy(() -> connect(ONE)).hasMessageContaining("WRONGPASS");
    }

    @Test
    void aRemovedBotLosesAccessAndItsKeysStay() {
        try (Jedis bot = connect(TWO); Jedis admin = RedisPreparation.connect(redis.admin())) {
            bot.set(TWO + ":positions", "2");
            admin.aclSetUser("operator", "on", ">pass", "~*", "+@all");
            RedisPreparation.run(redis.admin(), TestAccounts.with(ONE));
            assertThat(admin.aclUsers()).containsExactlyInAnyOrder("admin", "default", "operator", "recorder",
                    "grafana", "guardian", ONE);
            assertThat(admin.get(TWO + ":positions")).isEqualTo("2");
        }
        assertThatThrownBy(() -> connect(TWO)).hasMessageContaining("WRONGPASS");
    }

    @Test
    void rejectsConnectionsWithoutALogin() {
        assertThatThrownBy(() -> RedisPreparation.connect(redis.asNobody())).hasMessageContaining("NOAUTH");
    }

    @Test
    void refusesToRunAsTheUserThatItDisables() {
        assertThatThrownBy(
                () -> RedisPreparation.run(redis.as("default", TestAccounts.redisPassword("x", "")), List.of()))
                .isInstanceOf(PreparationException.class).hasMessageContaining("REDIS_USER");
    }

    @Test
    void refusesToRunAsAUserWhosePermissionsItSets() {
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            admin.aclSetUser("recorder", "allkeys", "allcommands");
        }
        assertThatThrownBy(() -> RedisPreparation.run(redis.as("recorder", TestAccounts.redisPassword("recorder", "")),
                TestAccounts.with(ONE))).isInstanceOf(PreparationException.class).hasMessageContaining("REDIS_USER");
    }

    @Test
    void reportsAServerThatCannotSaveItsUsers() {
        try (Redis7 withoutFile = Redis7.startWithoutUsersFile()) {
            assertThatThrownBy(() -> RedisPreparation.run(withoutFile.admin(), TestAccounts.with(ONE)))
                    .isInstanceOf(PreparationException.class).hasMessageContaining("--aclfile");
        }
    }

    private Jedis connect(String name) {
        return RedisPreparation.connect(redis.as(name, TestAccounts.redisPassword(name, "")));
    }
}
