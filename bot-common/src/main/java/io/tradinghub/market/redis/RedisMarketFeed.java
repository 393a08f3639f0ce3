package io.tradinghub.market.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.RedisPool;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.resps.StreamEntry;

/// Reads the streams `md:kline:*` from where it stands, and looks at quotes, funding and now and then at the trading
/// rules in between.
///
/// Redis may be empty, trimmed or restarted at any time: the position is kept by candle time, not by stream id alone,
/// so that a candle is delivered once and a hole is filled from history.
public final class RedisMarketFeed implements MarketFeed {
    /// Of all streams together, about 1 MB: Redis ends a client whose unread replies take 4 MB (`redis.conf`).
    private static final int ENTRIES_AT_ONCE = 5_000;
    private static final String BEGINNING = "-";
    private static final String END = "+";
    private static final int QUOTES_PER_RULES = 600;
    /// Without its rules an instrument is not traded, so they are looked for more often until they are there.
    private static final int QUOTES_PER_MISSING_RULES = 5;

    private final RedisPool pool;
    private final Pace pace;
    private final List<Watched> prices;
    private final List<Watched> rules;
    private final Map<String, SeriesCursor> cursors = new LinkedHashMap<>();
    private final CandleSignal signal;
    /// Where to read on in each stream: the lower end of `XRANGE`.
    private final Map<String, String> positions = new LinkedHashMap<>();
    /// The last answer had as many candles as were asked for, so there may be more.
    private boolean hasMore;
    /// What was read and not yet given to the caller: a store that fails in the middle of a poll must not take it
    /// along.
    private final List<MarketEvent> undelivered = new ArrayList<>();
    private long quotesAtNanos;
    private long rulesAtNanos;

    private RedisMarketFeed(RedisPool pool, Subscription subscription, Pace pace) {
        MarketJson json = new MarketJson();
        this.pool = pool;
        this.pace = pace;
        this.signal = new CandleSignal(pool);
        this.quotesAtNanos = nanoTime();
        this.rulesAtNanos = quotesAtNanos;
        this.prices = new ArrayList<>();
        for (InstrumentId id : subscription.instruments()) {
            prices.add(new Watched(MarketKeys.quote(id), text -> new MarketEvent.QuoteChanged(json.quote(id, text))));
            if (id.category() == Category.LINEAR) {
                prices.add(new Watched(MarketKeys.funding(id),
                        text -> new MarketEvent.FundingAnnounced(json.funding(id, text))));
            }
        }
        this.rules = subscription.instruments().stream()
                .map(id -> new Watched(id.toString(),
                        text -> new MarketEvent.RulesPublished(json.instrument(id, text))))
                .toList();
    }

    /// Opens the feed so that the first candle of each series is the one after `lastSeen`, which names every series of
    /// the subscription. Pool and history stay their owners'.
    ///
    /// @param quoteInterval how often quotes and funding are looked at; the trading rules are at a six-hundredth of
    ///         that rate
    public static MarketFeed open(RedisPool pool, CandleHistory history, Subscription subscription,
            Map<SeriesId, Instant> lastSeen, Duration quoteInterval) {
        return open(pool, history, subscription, lastSeen, new Pace(quoteInterval, System::nanoTime,
                question -> Thread.ofVirtual().name("history").start(question)));
    }

    /// The same at a pace of the caller's.
    public static MarketFeed open(RedisPool pool, CandleHistory history, Subscription subscription,
            Map<SeriesId, Instant> lastSeen, Pace pace) {
        RedisMarketFeed feed = new RedisMarketFeed(pool, subscription, pace);
        for (SeriesId series : subscription.series()) {
            Instant last = lastSeen.get(series);
            if (last == null) {
                throw new IllegalArgumentException("where to go on in %s is not said".formatted(series));
            }
            String key = MarketKeys.candles(series);
            feed.cursors.put(key, new SeriesCursor(series, last, history, pace.background));
            feed.positions.put(key, BEGINNING);
        }
        return feed;
    }

    @Override
    public List<MarketEvent> poll(Duration wait) {
        Duration untilQuotes = Duration.ofNanos(Math.max(0, quotesAtNanos - nanoTime()));
        candles(wait.compareTo(untilQuotes) < 0 ? wait : untilQuotes);
        boolean isOverdue = nanoTime() >= quotesAtNanos + pace.quoteInterval.toNanos();
        // a candle does not wait for the quotes, which are looked at with the next call
        if (nanoTime() >= quotesAtNanos && (undelivered.isEmpty() || isOverdue)) {
            quotesAtNanos = nanoTime() + pace.quoteInterval.toNanos();
            changed(prices, "read quotes", RedisClient::mget);
            if (nanoTime() >= rulesAtNanos) {
                changed(rules, "read trading rules", (redis, names) -> redis.hmget(MarketKeys.INSTRUMENTS, names));
                boolean allKnown = rules.stream().allMatch(Watched::isKnown);
                rulesAtNanos = nanoTime()
                        + pace.quoteInterval.toNanos() * (allKnown ? QUOTES_PER_RULES : QUOTES_PER_MISSING_RULES);
            }
        }
        List<MarketEvent> events = List.copyOf(undelivered);
        undelivered.clear();
        return events;
    }

    private void candles(Duration wait) {
        if (cursors.isEmpty()) {
            LockSupport.parkNanos(wait.toNanos());
            return;
        }
        read(wait);
        List<Candle> ready = new ArrayList<>();
        long now = nanoTime();
        try {
            cursors.values().forEach(cursor -> cursor.deliver(ready, now));
        } finally {
            ready.sort(Comparator.comparingLong(Candle::closeTimeMillis).thenComparing(Candle::series));
            ready.stream().map(MarketEvent.CandleClosed::new).forEach(undelivered::add);
        }
    }

    private void read(Duration wait) {
        if (!hasMore) {
            signal.await(wait);
        }
        try {
            int most = Math.max(1, ENTRIES_AT_ONCE / cursors.size());
            Map<String, List<StreamEntry>> read = pool.call("read candles", redis -> entries(redis, most));
            hasMore = read.values().stream().anyMatch(entries -> entries.size() == most);
            read.forEach((key, entries) -> entries.forEach(entry -> take(key, entry)));
        } catch (StoreUnavailableException away) {
            // it may come back empty and with a clock that gives lower ids; what is read twice the cursors drop
            positions.replaceAll((_, _) -> BEGINNING);
            throw away;
        }
    }

    private Map<String, List<StreamEntry>> entries(RedisClient redis, int most) {
        Map<String, Response<List<StreamEntry>>> answers = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            positions.forEach((key, from) -> answers.put(key, pipeline.xrange(key, from, END, most)));
            pipeline.sync();
        }
        Map<String, List<StreamEntry>> entries = new LinkedHashMap<>();
        answers.forEach((key, answer) -> entries.put(key, answer.get()));
        return entries;
    }

    private void take(String key, StreamEntry entry) {
        positions.put(key, "(" + entry.getID());
        SeriesCursor cursor = cursors.get(key);
        if (cursor != null) {
            StreamEntries.closedCandle(cursor.series(), entry.getFields()).ifPresent(cursor::arrived);
        }
    }

    private void changed(List<Watched> watched, String operation,
            BiFunction<RedisClient, String[], List<String>> reader) {
        if (watched.isEmpty()) {
            return;
        }
        String[] keys = watched.stream().map(one -> one.key).toArray(String[]::new);
        List<String> values = pool.call(operation, redis -> reader.apply(redis, keys));
        for (int index = 0; index < keys.length; index++) {
            watched.get(index).look(values.get(index)).ifPresent(undelivered::add);
        }
    }

    @Override
    public void close() {
        signal.close();
    }

    private long nanoTime() {
        return pace.nanoTime.getAsLong();
    }

    /// How the feed passes its time.
    ///
    /// @param quoteInterval how often quotes and funding are looked at
    /// @param nanoTime a steady clock, by which the feed knows when to look again
    /// @param background where history is asked, one question of each series at a time
    public record Pace(Duration quoteInterval, LongSupplier nanoTime, Executor background) {}

    /// A value that is looked at again and again, and the event that tells of another one.
    private static final class Watched {
        private final String key;
        private final Function<String, MarketEvent> event;
        private @Nullable String last;

        private Watched(String key, Function<String, MarketEvent> event) {
            this.key = key;
            this.event = event;
        }

        private boolean isKnown() {
            return last != null;
        }

        private Optional<MarketEvent> look(@Nullable String value) {
            if (value == null || value.equals(last)) {
                return Optional.empty();
            }
            last = value;
            return Optional.of(event.apply(value));
        }
    }
}
