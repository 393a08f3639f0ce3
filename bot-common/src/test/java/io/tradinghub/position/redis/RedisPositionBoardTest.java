package io.tradinghub.position.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;

import io.tradinghub.bot.BotId;
import io.tradinghub.position.PositionBoard;
import io.tradinghub.position.PositionBoardContract;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void showsPositionsUnderTheKeyOfTheContract() {
        board.show(Map.of(SPOT, new BigDecimal("0.4995"), PERP, new BigDecimal("-100.00")));
        assertThat(pool.<String>call("look", redis -> redis.get("bot_3_arbitrage:positions")))
                .isEqualTo("{\"linear:BTCUSDT\":\"-100\",\"spot:BTCUSDT\":\"0.4995\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "", "[1]", "{\"linear:BTCUSDT\":\"much\"}", "{\"BTCUSDT\":\"1\"}"})
    void whatSomebodyScribbledCountsAsNotShown(String scribbled) {
        pool.change("scribble", redis -> redis.set("bot_3_arbitrage:positions", scribbled));
        assertThat(board.read()).isEmpty();
    }
}
