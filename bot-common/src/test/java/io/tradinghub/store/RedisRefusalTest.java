package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.bot.BotId;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.control.redis.RedisHaltCopy;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.position.redis.RedisPositionBoard;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/// A real Redis that answers what is read and refuses what is written, or the other way round.
class RedisRefusalTest {
    private static final BotId BOT = new BotId("bot_1_flipper");
    private static final Map<InstrumentId, BigDecimal> HELD = Map.of(InstrumentId.linear("BTCUSDT"), BigDecimal.ONE);
    private final AtomicLong nanos = new AtomicLong(1);
    private final RedisServer server = RedisServer.start();
    private final Jedis administrator = new Jedis(new HostAndPort(server.settings().host(), server.settings().port()),
            DefaultJedisClientConfig.builder().build());
    private final RedisPool pool = RedisPool.open(server.settings(), "test", nanos::get);
    private final RedisHaltCopy halts = new RedisHaltCopy(pool, BOT);
    private final RedisPositionBoard positions = new RedisPositionBoard(pool, BOT);
    private final HeardLog heard = HeardLog.of(StoreHealth.class);

    @AfterEach
    void close() {
        heard.close();
        pool.close();
        administrator.close();
        server.close();
    }

    /// A minute in which halts are read every second and positions are shown, as a bot does.
    private void passAMinute(boolean isShown) {
        for (int second = 0; second < 60; second++) {
            nanos.addAndGet(1_000_000_000L);
            assertThat(halts.read()).isEqualTo(HaltOrders.NONE);
            if (isShown) {
                positions.show(HELD);
            } else {
                assertThatThrownBy(() -> positions.show(HELD)).isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("refused to show positions: ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"maxmemory, 1, 0, OOM", "min-replicas-to-write, 1, 0, NOREPLICAS"})
    void aRedisThatRefusesWritesIsToldOnceAndOnceWhenItTakesThemAgain(String setting, String refusing, String taking,
            String reason) {
        administrator.configSet(setting, refusing);
        passAMinute(false);
        administrator.configSet(setting, taking);
        passAMinute(true);
        assertThat(heard.lines()).hasSize(2);
        assertThat(heard.lines().getFirst()).startsWith("WARN store refuses what is written: " + reason);
        assertThat(heard.lines().getLast()).isEqualTo("INFO store takes what is written again");
    }

    @Test
    void aRedisThatBecameAReplicaIsToldOnce() {
        administrator.replicaof("127.0.0.1", 1);
        passAMinute(false);
        administrator.replicaofNoOne();
        passAMinute(true);
        assertThat(heard.lines()).hasSize(2);
        assertThat(heard.lines().getFirst()).startsWith("WARN store refuses what is written: READONLY");
    }

    @Test
    void aMissingRightToReadIsNoWordAboutWrites() {
        administrator.aclSetUser("default", "-mget");
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThatThrownBy(halts::read).isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("refused to read halts: NOPERM");
            positions.show(HELD);
            assertThat(positions.read()).isEqualTo(HELD);
        }
        assertThat(heard.lines()).hasSize(1);
        assertThat(heard.lines().getFirst()).startsWith("WARN store refuses what is read: NOPERM");
    }

    @Test
    void aConnectionThatIsLostIsOneWordForReadsAndWrites() {
        server.stop();
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThatThrownBy(halts::read).isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("did not answer to read halts");
            assertThatThrownBy(() -> positions.show(HELD)).isInstanceOf(StoreUnavailableException.class);
        }
        server.startAgain();
        passAMinute(true);
        assertThat(heard.lines().stream().map(line -> line.split(":", 2)[0]).toList())
                .isEqualTo(List.of("WARN store lost", "INFO store is back"));
    }
}
