package io.tradinghub.market.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.store.RedisPool;
import io.tradinghub.testing.MemoryCandles;
import io.tradinghub.testing.store.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

@Timeout(60)
final class RedisMarketTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final Duration QUOTE_INTERVAL = Duration.ofMillis(10);
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final RedisServer server = RedisServer.start();
    private final RedisPool pool = RedisPool.open(server.settings(), "test");
    private final Telemetry telemetry = new Telemetry();
    private final RedisMarketPublisher publisher = RedisMarketPublisher.open(pool, telemetry);
    private final MemoryCandles history = new MemoryCandles();
    private final List<MarketEvent> events = new ArrayList<>();
    private MarketFeed feed = feed(START.minusSeconds(60));

    private MarketFeed feed(Instant lastSeen) {
        return RedisMarketFeed.open(pool, history, new Subscription(List.of(SERIES), List.of(PERP, SPOT), List.of(), 0),
                Map.of(SERIES, lastSeen), QUOTE_INTERVAL);
    }

    @BeforeEach
    void forgetHistory() {
        history.clear();
    }

    @AfterEach
    void close() {
        feed.close();
        publisher.close();
        pool.close();
        server.close();
    }

    private static Candle candle(int minute) {
        return new Candle(SERIES, START.plusSeconds(60L * minute).toEpochMilli(), 100.1, 101.25, 99.9,
                100 + minute / 7.0, 1.5,
                150.3);
    }

    private void pollUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("came in time; so far %s", events).isLessThan(end);
            try {
                events.addAll(feed.poll(Duration.ofMillis(50)));
            } catch (StoreUnavailableException _) {
                Thread.onSpinWait();
            }
        }
    }

    private List<Candle> candles() {
        return events.stream().filter(MarketEvent.CandleClosed.class::isInstance)
                .map(MarketEvent.CandleClosed.class::cast)
                .map(MarketEvent.CandleClosed::candle).toList();
    }

    @Test
    void deliversClosedCandlesOnceAndInOrderWithEveryDigit() {
        publisher.publish(candle(0), Confirmation.OPEN);
        publisher.publish(candle(0), Confirmation.CLOSED);
        publisher.publish(candle(0), Confirmation.CLOSED);
        publisher.publish(candle(1), Confirmation.CLOSED);
        publisher.publish(candle(2), Confirmation.CLOSED);
        pollUntil(() -> candles().size() >= 3);
        assertThat(candles()).containsExactly(candle(0), candle(1), candle(2));
    }

    @Test
    void keepsTheOpenCandleApartFromTheStreamOfClosedOnes() {
        publisher.publish(candle(0), Confirmation.CLOSED);
        publisher.publish(candle(1), Confirmation.OPEN);
        publisher.close();
        assertThat(pool.<Long>call("look", redis -> redis.xlen("md:kline:linear:1:BTCUSDT"))).isOne();
        assertThat(pool.<String>call("look", redis -> redis.get("md:open:linear:1:BTCUSDT"))).isEqualTo(
                "{\"t\":1767261660000,\"o\":\"100.1\",\"h\":\"101.25\",\"l\":\"99.9\","
                        + "\"c\":\"100.14285714285714\",\"v\":\"1.5\",\"q\":\"150.3\"}");
    }

    @Test
    void goesOnAfterTheLastCandleItsReaderHasSeen() {
        feed.close();
        feed = feed(candle(1).openTime());
        publisher.publish(candle(0), Confirmation.CLOSED);
        publisher.publish(candle(1), Confirmation.CLOSED);
        publisher.publish(candle(2), Confirmation.CLOSED);
        pollUntil(() -> !candles().isEmpty());
        assertThat(candles()).containsExactly(candle(2));
    }

    @Test
    void fillsWhatTheStreamHasLostFromHistory() {
        history.add(List.of(candle(0), candle(1), candle(2)));
        publisher.publish(candle(3), Confirmation.CLOSED);
        pollUntil(() -> candles().size() >= 4);
        assertThat(candles()).containsExactly(candle(0), candle(1), candle(2), candle(3));
    }

    @Test
    void goesOnWhenRedisComesBackEmpty() {
        publisher.publish(candle(0), Confirmation.CLOSED);
        pollUntil(() -> candles().size() == 1);
        server.stop();
        history.add(List.of(candle(1)));
        server.startAgain();
        publisher.publish(candle(2), Confirmation.CLOSED);
        pollUntil(() -> candles().size() >= 3);
        assertThat(candles()).containsExactly(candle(0), candle(1), candle(2));
    }

    @Test
    void keepsClosedCandlesUntilRedisIsBack() {
        server.stop();
        publisher.publish(candle(0), Confirmation.CLOSED);
        publisher.publish(candle(1), Confirmation.CLOSED);
        server.startAgain();
        pollUntil(() -> candles().size() >= 2);
        assertThat(candles()).containsExactly(candle(0), candle(1));
        assertThat(telemetry.counter("live_candles_dropped").value()).isZero();
    }

    @Test
    void keepsWhatRedisRefusesForLackOfMemoryUntilThereIsSome() {
        memory("1");
        publisher.publish(candle(0), Confirmation.CLOSED);
        publisher.publish(new Quote(PERP, 100.1, 2.5, 100.2, 3.5, START));
        publisher.publish(candle(1), Confirmation.CLOSED);
        pollUntil(() -> pool.call("look", redis -> redis.info("commandstats")).contains("cmdstat_xadd:"));
        memory("0");
        pollUntil(() -> events.size() >= 3);
        assertThat(candles()).containsExactly(candle(0), candle(1));
        assertThat(telemetry.counter("live_data_refused").value()).isZero();
    }

    private void memory(String most) {
        try (Jedis administrator = new Jedis(new HostAndPort(server.settings().host(), server.settings().port()),
                DefaultJedisClientConfig.builder().build())) {
            administrator.configSet("maxmemory", most);
        }
    }

    @Test
    void dropsAndCountsWhatRedisRefusesForGoodAndWritesTheRest() {
        pool.change("scribble", redis -> redis.set("md:kline:spot:1:BTCUSDT", "not a stream"));
        publisher.publish(new Candle(new SeriesId(SPOT, Interval.M1), START.toEpochMilli(), 100, 101, 99, 100, 1, 100),
                Confirmation.CLOSED);
        publisher.publish(candle(0), Confirmation.CLOSED);
        pollUntil(() -> telemetry.counter("live_data_refused").value() == 1);
        publisher.publish(candle(1), Confirmation.CLOSED);
        pollUntil(() -> candles().size() >= 2);
        assertThat(candles()).containsExactly(candle(0), candle(1));
        assertThat(telemetry.counter("live_data_refused").value()).isOne();
    }

    @Test
    void losesNoCandleWhenHistoryIsAwayAndAnotherSeriesHasAHole() {
        SeriesId whole = new SeriesId(SPOT, Interval.M1);
        Candle ofWhole = new Candle(whole, START.toEpochMilli(), 100, 101, 99, 100, 1, 100);
        Breakable breakable = new Breakable(history);
        feed.close();
        feed = RedisMarketFeed.open(pool, breakable,
                new Subscription(List.of(whole, SERIES), List.of(PERP, SPOT), List.of(), 0),
                Map.of(SERIES, START.minusSeconds(60), whole, START.minusSeconds(60)), QUOTE_INTERVAL);
        breakable.away = true;
        publisher.publish(ofWhole, Confirmation.CLOSED);
        publisher.publish(candle(1), Confirmation.CLOSED);
        publisher.publish(candle(2), Confirmation.CLOSED);
        pollUntil(() -> candles().contains(ofWhole));
        breakable.away = false;
        history.add(List.of(candle(0)));
        pollUntil(() -> candles().size() >= 4);
        assertThat(candles()).containsExactlyInAnyOrder(ofWhole, candle(0), candle(1), candle(2));
    }

    @Test
    void quotesAndOtherSeriesDoNotWaitForAHistoryThatHangs() {
        SeriesId whole = new SeriesId(SPOT, Interval.M1);
        Candle ofWhole = new Candle(whole, START.toEpochMilli(), 100, 101, 99, 100, 1, 100);
        Quote quote = new Quote(PERP, 100.1, 2.5, 100.2, 3.5, START);
        Breakable hanging = new Breakable(history);
        history.add(List.of(candle(0)));
        feed.close();
        feed = RedisMarketFeed.open(pool, hanging,
                new Subscription(List.of(whole, SERIES), List.of(PERP, SPOT), List.of(), 0),
                Map.of(SERIES, START.minusSeconds(60), whole, START.minusSeconds(60)), QUOTE_INTERVAL);
        hanging.answers = new CountDownLatch(1);
        publisher.publish(candle(1), Confirmation.CLOSED);
        pollUntil(() -> hanging.isAsked);
        publisher.publish(ofWhole, Confirmation.CLOSED);
        publisher.publish(quote);
        pollUntil(() -> events.contains(new MarketEvent.QuoteChanged(quote)) && candles().contains(ofWhole));
        assertThat(candles()).containsExactly(ofWhole);
        hanging.answers.countDown();
        pollUntil(() -> candles().size() >= 3);
        assertThat(candles()).containsExactly(ofWhole, candle(0), candle(1));
    }

    @Test
    void tellsOfTradingRulesThatChange() {
        Instrument old = rules("0.10");
        publisher.publish(List.of(old));
        pollUntil(() -> events.contains(new MarketEvent.RulesPublished(old)));
        Instrument changed = rules("0.50");
        publisher.publish(List.of(changed));
        pollUntil(() -> events.contains(new MarketEvent.RulesPublished(changed)));
        assertThat(events).containsExactly(new MarketEvent.RulesPublished(old),
                new MarketEvent.RulesPublished(changed));
    }

    @Test
    void waitsWithoutACandleSeriesToo() {
        feed.close();
        feed = RedisMarketFeed.open(pool, history, new Subscription(List.of(), List.of(PERP), List.of(), 0), Map.of(),
                Duration.ofMinutes(1));
        feed.poll(Duration.ZERO);
        long start = System.nanoTime();
        feed.poll(Duration.ofMillis(200));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
    }

    @Test
    void losesNoCandleWhenAQuoteCannotBeRead() {
        pool.change("scribble", redis -> redis.set("md:quote:linear:BTCUSDT", "rubbish"));
        publisher.publish(candle(0), Confirmation.CLOSED);
        publisher.close();
        long overdue = System.nanoTime() + 2 * QUOTE_INTERVAL.toNanos();
        while (System.nanoTime() < overdue) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> feed.poll(Duration.ofMillis(50))).isInstanceOf(IllegalStateException.class);
        pool.change("clean up", redis -> redis.del("md:quote:linear:BTCUSDT"));
        pollUntil(() -> !candles().isEmpty());
        assertThat(candles()).containsExactly(candle(0));
    }

    @Test
    void deliversTheNewestQuoteAndFundingRateWhenTheyChange() {
        Quote quote = new Quote(PERP, 100.1, 2.5, 100.2, 3.5, START);
        FundingRate rate = new FundingRate(PERP, 0.0001, START.plusSeconds(3600), Duration.ofHours(8));
        publisher.publish(quote);
        publisher.publish(rate);
        pollUntil(() -> events.size() >= 2);
        events.addAll(feed.poll(Duration.ofMillis(50)));
        assertThat(events).containsExactlyInAnyOrder(new MarketEvent.QuoteChanged(quote),
                new MarketEvent.FundingAnnounced(rate));
    }

    @Test
    void tellsTheTradingRulesWholeAndSoonAfterTheyArePublished() {
        Instrument rules = new Instrument(PERP, "BTC", "USDT", new BigDecimal("0.10"), new BigDecimal("0.001"),
                new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("1190"), new BigDecimal("500"),
                Optional.of(Duration.ofHours(8)), Instrument.Status.NOT_TRADING, "USDC",
                Optional.of(START.plusSeconds(3_600)));
        pollUntil(() -> true);
        publisher.publish(List.of(rules));
        pollUntil(() -> events.contains(new MarketEvent.RulesPublished(rules)));
    }

    private static Instrument rules(String tick) {
        return new Instrument(PERP, "BTC", "USDT", new BigDecimal(tick), new BigDecimal("0.001"),
                new BigDecimal("0.001"),
                new BigDecimal("5"), new BigDecimal("1190"), new BigDecimal("500"), Optional.of(Duration.ofHours(8)));
    }

    /// A history that can be away or hang.
    private static final class Breakable implements CandleHistory {
        private final CandleHistory stored;
        private volatile boolean away;
        private volatile boolean isAsked;
        private volatile CountDownLatch answers = new CountDownLatch(0);

        private Breakable(CandleHistory stored) {
            this.stored = stored;
        }

        @Override
        public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
            isAsked = true;
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new StoreUnavailableException("history was interrupted", e);
            }
            if (away) {
                throw new StoreUnavailableException("history is away", new IllegalStateException("told so"));
            }
            stored.read(series, from, to, visitor);
        }

        @Override
        public Optional<Instant> newest(SeriesId series) {
            return stored.newest(series);
        }

        @Override
        public void close() {}
    }
}
