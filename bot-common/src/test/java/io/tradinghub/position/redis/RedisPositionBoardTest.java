package io.tradinghub.position.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.tradinghub.bot.BotId;
import io.tradinghub.position.PositionBoard;
import io.tradinghub.position.PositionBoardContract;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The contract on a real Redis, and the keys that others read.
class RedisPositionBoardTest extends PositionBoardContract {
    private final RedisServer server = RedisServer.start();
    private final RedisPool pool = RedisPool.open(server.settings(), "test");
    private final RedisPositionBoard board = new RedisPositionBoard(pool, new BotId("bot_3_arbitrage"));

    @AfterEach
    void close() {
        pool.close();
        server.close();
    }

    @Override
    protected PositionBoard board() {
        return board;
    }

    @Override
    protected void goAway() {
        server.stop();
    }

    @Override
    protected void comeBack() {
        server.startAgain();
    }

    @Test
    void showsPositionsUnderTheKeysOfTheContract() {
        board.show(PERP, new BigDecimal("-0.500"));
        board.show(SPOT, new BigDecimal("0.4995"));
        List<String> values = pool.call("look",
                redis -> redis.mget("bot_3_arbitrage:position:BTCUSDT", "bot_3_arbitrage:position:BTCUSDT:spot"));
        assertThat(values).containsExactly("-0.5", "0.4995");
        pool.call("scribble", redis -> redis.set("bot_3_arbitrage:position:BTCUSDT", "rubbish"));
        assertThat(board.read(List.of(PERP, SPOT))).isEqualTo(Map.of(SPOT, new BigDecimal("0.4995")));
    }
}
