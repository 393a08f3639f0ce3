package io.tradinghub.market.redis;

import java.util.Optional;

import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsFault;
import io.tradinghub.store.RedisPool;
import io.tradinghub.store.RedisUsage;

/// Refuses to record what does not fit into Redis: once it is full, no candle reaches a bot and no halt is copied.
public final class RedisCapacity {
    /// What a stream takes just before Redis cuts it, which it does by whole nodes of 100 candles: 52 to 56 kB
    /// measured with 599 candles of eight fields, and some room.
    static final long BYTES_PER_SERIES = 64_000;
    /// Quote, funding rate and trading rules of an instrument: 0.9 kB measured.
    static final long BYTES_PER_INSTRUMENT = 2_000;
    /// What bots may fill with their state (3 MB each), clients with what they do not read (24 MB), and halts.
    static final long RESERVED_BYTES = 48L << 20;

    private RedisCapacity() {}

    /// Asks Redis for its limit. A Redis that does not tell counts as one without.
    ///
    /// @param series the number of candle series to publish
    /// @param instruments the number of instruments to publish
    /// @throws SettingsException when they do not fit
    public static void require(RedisPool redis, int series, int instruments) {
        long limit = RedisUsage.ask(redis).map(RedisUsage::limitBytes).orElse(0L);
        problem(limit, series, instruments).ifPresent(problem -> {
            throw new SettingsException(new SettingsFault("SYMBOLS", problem));
        });
    }

    /// What is wrong and what to do, in one line; empty when everything fits or Redis has no limit.
    static Optional<String> problem(long limitBytes, int series, int instruments) {
        long needed = series * BYTES_PER_SERIES + instruments * BYTES_PER_INSTRUMENT;
        if (limitBytes == 0 || needed <= limitBytes - RESERVED_BYTES) {
            return Optional.empty();
        }
        return Optional.of(("%d instruments with %d candle series need %d MB of Redis, which has %d MB for market data "
                + "(maxmemory of %d MB less %d MB for bots and clients). Record fewer SYMBOLS or INTERVALS, or raise "
                + "maxmemory in deploy/redis/redis.conf and the memory of the service redis in docker-compose.yml by "
                + "%d MB").formatted(instruments, series, megabytes(needed),
                        Math.max(0, limitBytes - RESERVED_BYTES) >> 20,
                        limitBytes >> 20, RESERVED_BYTES >> 20, megabytes(needed + RESERVED_BYTES - limitBytes)));
    }

    /// Rounded up.
    private static long megabytes(long bytes) {
        return (bytes + (1L << 20) - 1) >> 20;
    }
}
