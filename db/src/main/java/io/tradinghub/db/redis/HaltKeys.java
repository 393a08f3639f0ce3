package io.tradinghub.db.redis;

import java.util.List;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;

/// The keys of halts, which bots read and operators write, and the keys they had in earlier versions.
final class HaltKeys {
    static final String ALL = "control:halt:all";
    private static final Logger LOG = LoggerFactory.getLogger(HaltKeys.class);

    private HaltKeys() {}

    static String of(String bot) {
        return "control:halt:" + bot;
    }

    /// Moves halts of an earlier version to the keys of this one, so that no update lifts a halt. Until then a halt has
    /// no row in PostgreSQL.
    static void carryOver(Jedis redis, List<StoreAccount> accounts) {
        carryOver(redis, "hub:halt", ALL);
        accounts.stream().filter(account -> account.role() == Role.BOT).map(StoreAccount::name)
                .forEach(bot -> carryOver(redis, bot + ":halt", of(bot)));
    }

    private static void carryOver(Jedis redis, String before, String now) {
        if (redis.exists(before)) {
            redis.set(now, "HALT - " + before);
            redis.del(before);
            LOG.atWarn().addKeyValue("was", before).addKeyValue("is", now)
                    .log("halt of an earlier version kept; ./hub resume lifts it");
        }
    }
}
