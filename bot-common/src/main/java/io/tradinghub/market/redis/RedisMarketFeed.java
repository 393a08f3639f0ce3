package io.tradinghub.market.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.SeriesId;
import io.tradinghub.store.RedisPool;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/// Reads the streams `md:kline:*` from where it stands, and looks at quotes and funding in between.
///
/// Redis may be empty, trimmed or restarted at any time: the position is kept by candle time, not by stream id alone, so that a candle
/// is delivered once and a hole is filled from history.
public final class RedisMarketFeed implements MarketFeed {
    private static final int ENTRIES_AT_ONCE = 500;

    private final RedisPool pool;
    private final Duration quoteInterval;
    private final List<InstrumentId> instruments;
    private final List<InstrumentId> perpetuals;
    private final Map<String, SeriesCursor> cursors = new LinkedHashMap<>();
    private final Map<String, StreamEntryID> positions = new HashMap<>();
    private final Map<String, String> lastValues = new HashMap<>();
    /// What was read and not yet given to the caller: a store that fails in the middle of a poll must not take it along.
    private final List<MarketEvent> undelivered = new ArrayList<>();
    private final MarketJson json = new MarketJson();
    private long quotesAtNanos = System.nanoTime();

    private RedisMarketFeed(RedisPool pool, Subscription subscription, Duration quoteInterval) {
        this.pool = pool;
        this.quoteInterval = quoteInterval;
        this.instruments = subscription.instruments();
        this.perpetuals = instruments.stream().filter(id -> id.category() == Category.LINEAR).toList();
    }

    /// Opens the feed so that the first candle of each series is the one after `lastSeen`, which names every series of the subscription.
    /// Pool and history stay their owners'.
    ///
    /// @param quoteInterval how often quotes and funding are looked at
    public static MarketFeed open(RedisPool pool, CandleHistory history, Subscription subscription,
            Map<SeriesId, Instant> lastSeen,
            Duration quoteInterval) {
        RedisMarketFeed feed = new RedisMarketFeed(pool, subscription, quoteInterval);
        for (SeriesId series : subscription.series()) {
            Instant last = lastSeen.get(series);
            if (last == null) {
                throw new IllegalArgumentException("where to go on in %s is not said".formatted(series));
            }
            String key = MarketKeys.candles(series);
            feed.cursors.put(key, new SeriesCursor(series, last, history));
            feed.positions.put(key, new StreamEntryID(0, 0));
        }
        return feed;
    }

    @Override
    public List<MarketEvent> poll(Duration wait) {
        Duration untilQuotes = Duration.ofNanos(Math.max(0, quotesAtNanos - System.nanoTime()));
        candles(wait.compareTo(untilQuotes) < 0 ? wait : untilQuotes);
        boolean isOverdue = System.nanoTime() >= quotesAtNanos + quoteInterval.toNanos();
        // a candle does not wait for the quotes, which are looked at with the next call
        if (System.nanoTime() >= quotesAtNanos && (undelivered.isEmpty() || isOverdue)) {
            quotesAtNanos = System.nanoTime() + quoteInterval.toNanos();
            changed(instruments, MarketKeys::quote, (id, text) -> new MarketEvent.QuoteChanged(json.quote(id, text)));
            changed(perpetuals, MarketKeys::funding, (id, text) -> new MarketEvent.FundingAnnounced(json.funding(id, text)));
        }
        List<MarketEvent> events = List.copyOf(undelivered);
        undelivered.clear();
        return events;
    }

    private void candles(Duration wait) {
        if (cursors.isEmpty()) {
            return;
        }
        XReadParams params = XReadParams.xReadParams().count(ENTRIES_AT_ONCE).block(Math.max(1, (int) wait.toMillis()));
        List<Map.Entry<String, List<StreamEntry>>> read = pool.call("read candles",
                redis -> redis.xread(params, Map.copyOf(positions)));
        if (read != null) {
            read.forEach(stream -> stream.getValue().forEach(entry -> take(stream.getKey(), entry)));
        }
        List<Candle> ready = new ArrayList<>();
        long now = System.nanoTime();
        try {
            cursors.values().forEach(cursor -> cursor.deliver(ready, now));
        } finally {
            ready.sort(Comparator.comparingLong(Candle::closeTimeMillis).thenComparing(Candle::series));
            ready.stream().map(MarketEvent.CandleClosed::new).forEach(undelivered::add);
        }
    }

    private void take(String key, StreamEntry entry) {
        positions.put(key, entry.getID());
        SeriesCursor cursor = cursors.get(key);
        Map<String, String> fields = entry.getFields();
        if (cursor != null && "1".equals(fields.get("x"))) {
            cursor.arrived(
                    new Candle(cursor.series(), Long.parseLong(field(fields, "t")), number(fields, "o"), number(fields, "h"),
                            number(fields, "l"), number(fields, "c"), number(fields, "v"), number(fields, "q")));
        }
    }

    private void changed(List<InstrumentId> ids, Function<InstrumentId, String> keyOf,
            BiFunction<InstrumentId, String, MarketEvent> event) {
        if (ids.isEmpty()) {
            return;
        }
        List<String> values = pool.call("read quotes", redis -> redis.mget(ids.stream().map(keyOf).toArray(String[]::new)));
        for (int index = 0; index < ids.size(); index++) {
            String value = values.get(index);
            if (value != null && !value.equals(lastValues.put(keyOf.apply(ids.get(index)), value))) {
                undelivered.add(event.apply(ids.get(index), value));
            }
        }
    }

    private static double number(Map<String, String> fields, String name) {
        return Double.parseDouble(field(fields, name));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("'%s' is missing in the candle %s".formatted(name, fields));
        }
        return value;
    }

    /// Nothing to close: the connections are the pool's.
    @Override
    public void close() {}
}
