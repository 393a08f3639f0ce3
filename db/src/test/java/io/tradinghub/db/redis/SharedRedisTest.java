package io.tradinghub.db.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.tradinghub.db.testing.Redis7;
import io.tradinghub.db.testing.TestAccounts;
import io.tradinghub.settings.RedisSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;

/// What a bot, with its own user and whatever commands it likes, cannot do to the other users of Redis.
class SharedRedisTest {
    private static final String ONE = "bot_1_momentum";
    private static final int LONGEST = 1 << 20;
    /// What the recorder leaves free for bots and clients.
    private static final long ROOM = 48L << 20;
    private static Redis7 redis;

    @BeforeAll
    static void start() {
        redis = Redis7.start();
        RedisPreparation.run(redis.admin(), TestAccounts.with(ONE, "bot_2_mean_reversion"));
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void aBotHasNoCommandThatWritesButSet() {
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            Set<String> allowed = allowed(admin);
            assertThat(allowed).contains("set", "xrange").doesNotContain("all");
            Map<String, Set<String>> its = Map.of("write", Set.of("set"), "pubsub", Set.of("subscribe", "unsubscribe"));
            for (String category : List.of("scripting", "transaction", "pubsub", "admin", "write", "dangerous")) {
                Set<String> both = new TreeSet<>(admin.aclCat(category));
                both.retainAll(allowed);
                assertThat(both).as(category).isEqualTo(its.getOrDefault(category, Set.of()));
            }
        }
    }

    @Test
    void aBotThatFillsWhatItCanLeavesRoomForMarketDataAndHalts() {
        try (Jedis bot = connect(ONE); Jedis admin = RedisPreparation.connect(redis.admin())) {
            for (String key : LiveKeys.of(ONE)) {
                bot.set(key, "x".repeat(LONGEST));
            }
            bot.set("hub:ban", "x".repeat(LONGEST));
            for (String key : List.of(ONE + ":position:BTCUSDT", ONE + ":x", ONE, "bot_2_mean_reversion:positions",
                    "hub:bans", "hub:halt")) {
                assertThatThrownBy(() -> bot.set(key, "x")).as(key).hasMessageContaining("NOPERM");
            }
            assertThat(number(admin.info("memory"), "used_memory")).isLessThan(ROOM);
            assertThat(marketDataAndHaltsAreWritten(admin)).isTrue();
        }
    }

    @Test
    void noTextIsLongerThanABulkOfTheProtocol() {
        String key = ONE + ":state";
        try (Jedis bot = connect(ONE); Jedis admin = RedisPreparation.connect(redis.admin())) {
            admin.set(key, "short");
            assertThatThrownBy(() -> bot.set(key, "x".repeat(LONGEST + 1))).isInstanceOf(JedisException.class);
            assertThat(admin.get(key)).isEqualTo("short");
        }
    }

    @Test
    void repliesThatNobodyReadsAreBoundedTogether() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try (Jedis bot = connect(ONE); Jedis admin = RedisPreparation.connect(redis.admin())) {
            bot.set(ONE + ":state", "x".repeat(LONGEST));
            int ended = 0;
            int asked = 0;
            for (int round = 0; round < 400 && ended < 20; round++) {
                if (silent.size() < 80) {
                    silent.add(silentBot());
                }
                for (Socket socket : List.copyOf(silent)) {
                    asked++;
                    if (!asks(socket)) {
                        silent.remove(socket);
                        socket.close();
                        ended++;
                    }
                }
                assertThat(number(admin.info("memory"), "used_memory")).isLessThan(ROOM);
                assertThat(marketDataAndHaltsAreWritten(admin)).isTrue();
            }
            assertThat(ended).as("clients ended after %d unread replies", asked).isGreaterThanOrEqualTo(20);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static boolean marketDataAndHaltsAreWritten(Jedis admin) {
        try (Jedis recorder = connect("recorder")) {
            recorder.xadd("md:kline:linear:1:BTCUSDT", XAddParams.xAddParams().maxLen(10), Map.of("t", "0"));
        }
        return admin.set("control:halt:all", "HALT 1 alice@laptop").equals("OK");
    }

    private static Set<String> allowed(Jedis admin) {
        String line = admin.aclList().stream().filter(user -> user.startsWith("user " + ONE + " ")).findFirst()
                .orElseThrow();
        Set<String> allowed = new TreeSet<>();
        Pattern.compile(" \\+@?(\\S+)").matcher(line).results().map((MatchResult match) -> match.group(1))
                .forEach(allowed::add);
        return allowed;
    }

    private static Jedis connect(String name) {
        return RedisPreparation.connect(redis.as(name, TestAccounts.redisPassword(name, "")));
    }

    /// A connection of the bot that never reads.
    private static Socket silentBot() throws IOException {
        RedisSettings settings = redis.admin();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(settings.host(), settings.port()), 5_000);
        OutputStream out = socket.getOutputStream();
        out.write(command("AUTH", ONE, TestAccounts.redisPassword(ONE, "").reveal()));
        return socket;
    }

    /// False when the server has ended the connection.
    private static boolean asks(Socket socket) {
        try {
            socket.getOutputStream().write(command("GET", ONE + ":state"));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static long number(String info, String field) {
        return info.lines().filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1).strip())).findFirst()
                .orElseThrow();
    }
}
