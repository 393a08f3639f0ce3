package io.tradinghub.db.redis;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/// Deletes the streams of candles that nobody records any more; Redis keeps them for ever otherwise, and the recorder
/// counts on their memory. A daily series has a new candle each day.
final class OldStreams {
    private static final Logger LOG = LoggerFactory.getLogger(OldStreams.class);
    private static final Duration OLD = Duration.ofDays(8);
    private static final int KEYS_AT_ONCE = 1_000;

    private OldStreams() {}

    static void delete(Jedis redis) {
        long bound = Long.parseLong(redis.time().getFirst()) * 1_000 - OLD.toMillis();
        ScanParams pattern = new ScanParams().match("md:kline:*").count(KEYS_AT_ONCE);
        Set<String> old = new HashSet<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> found = redis.scan(cursor, pattern, "stream");
            found.getResult().stream()
                    .filter(key -> redis.xrevrange(key, "+", "-", 1).stream()
                            .allMatch(entry -> entry.getID().getTime() < bound))
                    .forEach(old::add);
            cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        old.forEach(redis::unlink);
        if (!old.isEmpty()) {
            LOG.atInfo().addKeyValue("streams", old.size()).log("redis streams without a candle for 8 days deleted");
        }
    }
}
