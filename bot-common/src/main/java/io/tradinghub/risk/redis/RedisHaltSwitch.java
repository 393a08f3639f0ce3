package io.tradinghub.risk.redis;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.HaltSwitch;
import io.tradinghub.store.RedisPool;

/// Halted while `hub:halt` or `{BOT_ID}:halt` exists, whatever stands in it.
public final class RedisHaltSwitch implements HaltSwitch {
    private final RedisPool pool;
    private final BotId bot;

    /// The pool stays its owner's.
    public RedisHaltSwitch(RedisPool pool, BotId bot) {
        this.pool = pool;
        this.bot = bot;
    }

    @Override
    public HaltState read() {
        try {
            long set = pool.call("read halt switch", redis -> redis.exists("hub:halt", bot + ":halt"));
            return set > 0 ? HaltState.HALTED : HaltState.RUNNING;
        } catch (StoreUnavailableException | IllegalStateException _) { // away, or it refuses us
            return HaltState.UNREADABLE;
        }
    }
}
