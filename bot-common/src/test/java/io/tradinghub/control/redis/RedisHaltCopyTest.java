package io.tradinghub.control.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.control.HaltOrder;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.risk.HaltState;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisHaltCopyTest {
    private final RedisServer server = RedisServer.start();
    private final RedisPool pool = RedisPool.open(server.settings(), "test");
    private final RedisHaltCopy copy = new RedisHaltCopy(pool, new BotId("bot_1"));

    @AfterEach
    void stop() {
        pool.close();
        server.close();
    }

    @Test
    void readsWhatIsOrderedOfAllAndOfThisBot() {
        assertThat(copy.read()).isEqualTo(HaltOrders.NONE);
        set("control:halt:all", "FLATTEN 12 alice@laptop");
        set("control:halt:bot_1", "RESUME 13 bob@laptop");
        set("control:halt:bot_2", "HALT 14 bob@laptop");
        assertThat(copy.read()).isEqualTo(new HaltOrders(Optional.of(new HaltOrder(HaltState.FLATTENING, 12)),
                Optional.of(new HaltOrder(HaltState.RUNNING, 13))));
    }

    @Test
    void whatCannotBeUnderstoodHaltsAndNoRowIsNewer() {
        set("control:halt:all", "maintenance");
        set("control:halt:bot_1", "HALT - alice@laptop");
        Optional<HaltOrder> halted = Optional.of(new HaltOrder(HaltState.HALTED, HaltOrder.NO_REQUEST));
        assertThat(copy.read()).isEqualTo(new HaltOrders(halted, halted));
    }

    @Test
    void saysWhenRedisIsAway() {
        server.stop();
        assertThatThrownBy(copy::read).isInstanceOf(StoreUnavailableException.class);
    }

    private void set(String key, String value) {
        pool.change("set", redis -> redis.set(key, value));
    }
}
