package io.tradinghub.db.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.tradinghub.bot.Subscription;
import io.tradinghub.db.testing.Redis7;
import io.tradinghub.db.testing.TestAccounts;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.market.redis.RedisCandleHistory;
import io.tradinghub.market.redis.RedisMarketFeed;
import io.tradinghub.market.redis.RedisMarketPublisher;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.store.RedisPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/// What the recorder publishes reaches a bot, each with its own user and no more rights than that.
@Timeout(60)
class LiveDataTest {
    private static final String BOT = "bot_1_momentum";
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static Redis7 redis;

    @BeforeAll
    static void start() {
        redis = Redis7.start();
        RedisPreparation.run(redis.admin(), TestAccounts.with(BOT));
        try (RedisPool pool = open("recorder");
                MarketPublisher publisher = RedisMarketPublisher.open(pool, new Telemetry())) {
            IntStream.range(0, 5).forEach(minute -> publisher.publish(candle(minute), Confirmation.CLOSED));
        }
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void aBotThatWaitsIsWokenByTheNextCandle() {
        try (RedisPool publishing = open("recorder");
                MarketPublisher publisher = RedisMarketPublisher.open(publishing, new Telemetry());
                RedisPool pool = open(BOT);
                Jedis admin = RedisPreparation.connect(redis.admin());
                MarketFeed feed = RedisMarketFeed.open(pool, new Away(),
                        new Subscription(List.of(SERIES), List.of(SERIES.instrument()), List.of(), 0),
                        Map.of(SERIES, candle(3).openTime()), Duration.ofDays(1))) {
            assertThat(next(feed)).isEqualTo(candle(4));
            while (admin.pubsubNumSub("md:closed").getOrDefault("md:closed", 0L) == 0) {
                assertThat(next(feed, Duration.ofMillis(1))).isEmpty();
            }
            waitsItsTime(feed);
            publisher.publish(candle(5), Confirmation.CLOSED);
            assertThat(next(feed)).isEqualTo(candle(5));
        }
    }

    @Test
    void aBotReadsItsHistoryFromTheStreamsWhileTheStoreIsAway() {
        try (RedisPool pool = open(BOT); CandleHistory history = new RedisCandleHistory(new Away(), pool)) {
            List<Candle> read = new ArrayList<>();
            history.read(SERIES, START, candle(3).openTime(),
                    block -> IntStream.range(0, block.size()).mapToObj(block::candle).forEach(read::add));
            assertThat(read).containsExactly(candle(0), candle(1), candle(2));
        }
    }

    @Test
    void aBotAsksForNoStreamTwiceInOneCommand() {
        try (Jedis bot = RedisPreparation.connect(redis.as(BOT, TestAccounts.redisPassword(BOT, "")))) {
            for (String command : List.of("XREAD STREAMS md:kline:linear:1:BTCUSDT md:kline:linear:1:BTCUSDT 0 0",
                    "XREADGROUP GROUP g c STREAMS md:kline:linear:1:BTCUSDT 0", "PSUBSCRIBE *", "PUBLISH md:closed 1",
                    "SUBSCRIBE md:other")) {
                String[] words = command.split(" ", -1);
                ProtocolCommand name = () -> words[0].getBytes(StandardCharsets.UTF_8);
                assertThatThrownBy(() -> bot.sendCommand(name, Arrays.copyOfRange(words, 1, words.length)))
                        .as(command).hasMessageContaining("NOPERM");
            }
        }
    }

    /// The subscription wakes the feed once; after that nothing does.
    private static void waitsItsTime(MarketFeed feed) {
        Duration quiet = Duration.ofMillis(500);
        long began;
        do {
            began = System.nanoTime();
            assertThat(next(feed, quiet)).isEmpty();
        } while (System.nanoTime() - began < quiet.toNanos());
    }

    private static Candle next(MarketFeed feed) {
        while (true) {
            Optional<Candle> found = next(feed, Duration.ofDays(1));
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    private static Optional<Candle> next(MarketFeed feed, Duration wait) {
        assertThat(Thread.currentThread().isInterrupted()).as("the time of the test is over").isFalse();
        return feed.poll(wait).stream().filter(MarketEvent.CandleClosed.class::isInstance)
                .map(event -> ((MarketEvent.CandleClosed) event).candle()).findFirst();
    }

    private static Candle candle(int minute) {
        return new Candle(SERIES, START.plusSeconds(60L * minute).toEpochMilli(), 100.1, 101.25, 99.9,
                100 + minute / 7.0, 1.5, 150.3);
    }

    private static RedisPool open(String user) {
        RedisSettings own = redis.as(user, TestAccounts.redisPassword(user, ""));
        // a subscription lasts as long as an answer may take, and its renewal wakes, too
        StoreTimeouts timeouts = new StoreTimeouts(own.timeouts().connect(), Duration.ofMinutes(5),
                own.timeouts().start());
        return RedisPool.open(new RedisSettings(own.host(), own.port(), own.login(), timeouts), user);
    }

    /// A store that does not answer.
    private static final class Away implements CandleHistory {
        @Override
        public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
            throw new StoreUnavailableException("the store is away", new IllegalStateException("planted"));
        }

        @Override
        public Optional<Instant> newest(SeriesId series) {
            throw new StoreUnavailableException("the store is away", new IllegalStateException("planted"));
        }

        @Override
        public void close() {}
    }
}
