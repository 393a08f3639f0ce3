package io.tradinghub.exchange.bybit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisBanBoardTest {
    private final RedisServer server = RedisServer.start();
    private final RedisPool pool = RedisPool.open(server.settings(), "test");
    private final RedisBanBoard board = new RedisBanBoard(pool);

    @AfterEach
    void stop() {
        pool.close();
        server.close();
    }

    @Test
    void whatOneTellsAllReadUntilItEnds() {
        assertThat(board.read()).isEmpty();
        Instant until = Instant.now().plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MILLIS);
        board.tell(until);
        assertThat(new RedisBanBoard(pool).read()).contains(until);
        String text = pool.call("read", redis -> redis.get("hub:ban"));
        long left = pool.call("read", redis -> redis.pttl("hub:ban"));
        assertThat(text).isEqualTo(String.valueOf(until.toEpochMilli()));
        assertThat(left).isBetween(1L, 600_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "9999999999999999", "99999999999999999999999", " 1"})
    void textThatIsNoMomentIsNoBan(String text) {
        pool.change("set", redis -> redis.set("hub:ban", text));
        assertThat(board.read()).isEmpty();
    }

    @Test
    void saysWhenRedisIsAway() {
        server.stop();
        assertThatThrownBy(board::read).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> board.tell(Instant.EPOCH)).isInstanceOf(StoreUnavailableException.class);
    }
}
