package io.tradinghub.market.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.store.RedisPool;
import io.tradinghub.store.RedisUsage;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.Test;

class RedisCapacityTest {
    private static final long LIMIT = 128L << 20;
    private static final int SERIES = 20;
    /// The candles after which Redis has cut each stream at least once.
    private static final int FULL = 700;
    /// Redis cuts whole nodes of this many candles.
    private static final int NODE = 100;
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @Test
    void aFullStreamTakesNoMoreThanIsCountedForIt() {
        List<SeriesId> series = IntStream.range(0, SERIES)
                .mapToObj(number -> new SeriesId(InstrumentId.linear("COIN" + number + "USDT"), Interval.M1)).toList();
        try (RedisServer server = RedisServer.start(); RedisPool pool = RedisPool.open(server.settings(), "test")) {
            LongSupplier used = () -> RedisUsage.ask(pool).orElseThrow().usedBytes();
            long before = used.getAsLong();
            long most = 0;
            publish(pool, series, 0, FULL);
            for (int minute = FULL; minute < FULL + NODE; minute += 10) {
                publish(pool, series, minute, minute + 10);
                most = Math.max(most, used.getAsLong() - before);
            }
            for (SeriesId one : series) {
                assertThat(pool.<Long>call("look", redis -> redis.xlen(MarketKeys.candles(one)))).isBetween(500L, 600L);
            }
            assertThat(most / SERIES).isBetween(RedisCapacity.BYTES_PER_SERIES / 2,
                    RedisCapacity.BYTES_PER_SERIES);
        }
    }

    @Test
    void aRedisThatDoesNotTellItsLimitIsRecordedIntoAllTheSame() {
        try (RedisServer server = RedisServer.startWithout("INFO");
                RedisPool pool = RedisPool.open(server.settings(), "test")) {
            assertThatCode(() -> RedisCapacity.require(pool, Integer.MAX_VALUE, 1)).doesNotThrowAnyException();
        }
    }

    /// Returns when Redis has them all.
    private static void publish(RedisPool pool, List<SeriesId> series, int from, int to) {
        try (RedisMarketPublisher publisher = RedisMarketPublisher.open(pool, new Telemetry())) {
            for (int minute = from; minute < to; minute++) {
                for (SeriesId one : series) {
                    publisher.publish(candle(one, minute), Confirmation.CLOSED);
                }
            }
        }
    }

    /// With as many digits as the exchange gives.
    private static Candle candle(SeriesId series, int minute) {
        double open = 64_000 + (minute * 7_919 % 9_973) / 10.0;
        double volume = (minute * 104_729 % 99_991) / 1_000.0;
        return new Candle(series, START + minute * 60_000L, open, open + 12.7, open - 9.4, open + 3.3, volume,
                Math.round(volume * open * 10_000) / 10_000.0);
    }

    @Test
    void saysWhatIsMissingAndWhatToDo() {
        assertThat(RedisCapacity.problem(LIMIT, 1_300, 200)).isEmpty();
        assertThat(RedisCapacity.problem(LIMIT, 2_400, 400)).hasValue(
                "400 instruments with 2400 candle series need 148 MB of Redis, which has 80 MB for market data "
                        + "(maxmemory of 128 MB less 48 MB for bots and clients). Record fewer SYMBOLS or INTERVALS, "
                        + "or raise maxmemory in deploy/redis/redis.conf and the memory of the service redis in "
                        + "docker-compose.yml by 68 MB");
    }

    @Test
    void aRedisWithoutALimitTakesEverything() {
        try (RedisServer server = RedisServer.start(); RedisPool pool = RedisPool.open(server.settings(), "test")) {
            RedisCapacity.require(pool, 100_000, 1_000);
            pool.change("limit", redis -> redis.configSet("maxmemory", "60mb"));
            RedisCapacity.require(pool, 100, 20);
            assertThatThrownBy(() -> RedisCapacity.require(pool, 1_000, 20)).isInstanceOf(SettingsException.class)
                    .hasMessageContaining("maxmemory of 60 MB");
        }
    }
}
