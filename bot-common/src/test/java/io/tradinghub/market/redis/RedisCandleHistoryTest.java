package io.tradinghub.market.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a bot reads while its candle store is away.
@Timeout(60)
final class RedisCandleHistoryTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private final RedisServer server = RedisServer.start();
    private final RedisPool pool = RedisPool.open(server.settings(), "test");

    @AfterEach
    void close() {
        pool.close();
        server.close();
    }

    /// A store that hands this many blocks out and is away then.
    private record Away(int blocks) implements CandleHistory {
        @Override
        public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
            for (int number = 0; number < blocks; number++) {
                visitor.accept(new CandleBlock(series, 1));
            }
            throw away();
        }

        @Override
        public Optional<Instant> newest(SeriesId series) {
            throw away();
        }

        private static StoreUnavailableException away() {
            return new StoreUnavailableException("the store is away", new IOException("connection refused"));
        }

        @Override
        public void close() {}
    }

    private static Candle candle(int minute) {
        return new Candle(SERIES, minute(minute).toEpochMilli(), 100.1, 101.25, 99.9, 100 + minute / 7.0, 1.5, 150.3);
    }

    private static Instant minute(int minute) {
        return START.plusSeconds(60L * minute);
    }

    private void publish(int... minutes) {
        try (RedisMarketPublisher publisher = RedisMarketPublisher.open(pool, new Telemetry())) {
            for (int minute : minutes) {
                publisher.publish(candle(minute), Confirmation.CLOSED);
            }
        }
        long published = pool.call("count", client -> client.xlen(MarketKeys.candles(SERIES)));
        assertThat(published).isEqualTo(minutes.length);
    }

    private static List<Candle> read(CandleHistory history, Instant from, Instant to) {
        List<Candle> candles = new ArrayList<>();
        history.read(SERIES, from, to, block -> IntStream.range(0, block.size()).mapToObj(block::candle)
                .forEach(candles::add));
        return candles;
    }

    @Test
    void aWholeRangeComesFromTheStreamWhileTheStoreIsAway() {
        publish(0, 1, 2, 3, 4);
        try (CandleHistory history = new RedisCandleHistory(new Away(0), pool)) {
            assertThat(read(history, minute(1), minute(4))).containsExactly(candle(1), candle(2), candle(3));
            assertThat(read(history, minute(0).plusMillis(1), minute(2))).as("by open time").containsExactly(candle(1));
            assertThat(history.newest(SERIES)).contains(minute(4));
        }
    }

    @Test
    void aRangeThatTheStreamLacksACandleOfIsAway() {
        publish(1, 3);
        try (CandleHistory history = new RedisCandleHistory(new Away(0), pool)) {
            for (int from = 0; from <= 2; from++) {
                Instant begin = minute(from);
                assertThatThrownBy(() -> read(history, begin, minute(4))).as("from minute %d", from)
                        .isInstanceOf(StoreUnavailableException.class).hasMessage("the store is away");
            }
            assertThatThrownBy(() -> read(history, minute(3), minute(5)))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void nothingIsHandedOutTwiceWhenTheStoreFailsInTheMiddle() {
        publish(0, 1);
        try (CandleHistory history = new RedisCandleHistory(new Away(1), pool)) {
            List<CandleBlock> blocks = new ArrayList<>();
            assertThatThrownBy(() -> history.read(SERIES, minute(0), minute(2), blocks::add))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(blocks).hasSize(1);
        }
    }

    @Test
    void withoutTheStreamTheStoresOwnReasonIsTold() {
        try (CandleHistory history = new RedisCandleHistory(new Away(0), pool)) {
            assertThatThrownBy(() -> history.newest(SERIES)).hasMessage("the store is away");
            server.close();
            assertThatThrownBy(() -> read(history, minute(0), minute(1))).hasMessage("the store is away")
                    .hasCauseInstanceOf(IOException.class);
        }
    }
}
