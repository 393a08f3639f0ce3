package io.tradinghub.db.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tradinghub.db.access.StoreAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/// The keys of a bot's live state, each a text that the bot sets; part of the hub's data contract. A bot may write no
/// others, so that what it can fill of the memory is their number times the longest text (`proto-max-bulk-len`).
final class LiveKeys {
    /// When the guardian last judged; bots read it.
    static final String GUARDIAN = "guardian:heartbeat";
    private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);
    private static final int KEYS_AT_ONCE = 1_000;

    private LiveKeys() {}

    static List<String> of(String bot) {
        return List.of(bot + ":positions", bot + ":state", bot + ":heartbeat");
    }

    /// Deletes what else stands under the bots' names: keys of earlier versions, when a bot could write any, such as
    /// `BOT_ID:position:SYMBOL`.
    static void deleteOthers(Jedis redis, List<StoreAccount> accounts) {
        for (StoreAccount account : accounts) {
            if (account.isBot()) {
                deleteOthers(redis, account.name());
            }
        }
    }

    private static void deleteOthers(Jedis redis, String bot) {
        ScanParams pattern = new ScanParams().match(bot + ":*").count(KEYS_AT_ONCE);
        Set<String> others = new HashSet<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> found = redis.scan(cursor, pattern);
            others.addAll(found.getResult());
            cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        LiveKeys.of(bot).forEach(others::remove);
        if (!others.isEmpty()) {
            others.forEach(redis::unlink);
            LOG.atWarn().addKeyValue("bot", bot).addKeyValue("keys", others.size())
                    .log("redis keys of an earlier version deleted; the bot shows its positions under its new key");
        }
    }
}
