package io.tradinghub.status.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.risk.HaltState;
import io.tradinghub.settings.HubMode;
import io.tradinghub.status.BotStatus;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisStatusBoardTest {
    private static final BotId BOT = new BotId("bot_1");
    private static RedisServer redis;
    private static RedisPool pool;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
        pool = RedisPool.open(redis.settings(), "test");
    }

    @AfterAll
    static void stopRedis() {
        pool.close();
        redis.close();
    }

    @Test
    void tellsHowTheOneIsThatShowsItselfAndNothingOnceItHasFallenSilent() {
        RedisStatusBoard board = new RedisStatusBoard(pool);
        assertThat(board.shown(BOT)).isEmpty();
        Health waiting = new Health(Work.WAITING, "the ledger: \"away\"");
        board.show(status(waiting));
        assertThat(board.shown(BOT)).contains(waiting);
        String state = pool.call("read", client -> client.get(BOT + ":state"));
        assertThat(state).as("as ./hub adopt reads it").contains(
                "\"undecided\":[\"linear:BTCUSDT: the exchange holds 1, the ledger 0\",\"a row\"],\"positions\":");
        state("{}");
        assertThat(board.shown(BOT)).as("an earlier version shows no work").contains(new Health(Work.TRADING, ""));
        state("{\"work\":\"DANCING\"}");
        assertThat(board.shown(BOT).orElseThrow().isWell()).isFalse();
        pool.call("fall silent", client -> client.del(BOT + ":heartbeat"));
        assertThat(board.shown(BOT)).isEmpty();
    }

    private static void state(String json) {
        pool.call("show another state", client -> client.set(BOT + ":state", json));
    }

    private static BotStatus status(Health health) {
        return new BotStatus(BOT, HubMode.PAPER, Instant.EPOCH, BigDecimal.ONE, BigDecimal.ZERO, List.of(), Map.of(),
                HaltState.RUNNING, Optional.empty(), Optional.of(Duration.ofSeconds(61)), Optional.of(Duration.ZERO), 0,
                List.of(), List.of("linear:BTCUSDT: the exchange holds 1, the ledger 0", "a row"), health);
    }
}
