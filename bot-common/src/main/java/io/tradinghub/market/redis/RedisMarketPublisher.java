package io.tradinghub.market.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.store.RedisPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;

/// Writes market data to Redis from a thread of its own, everything that waits in one pipeline.
///
/// While Redis is away, or refuses for a reason that may pass, only the newest quote, funding rate and open candle of
/// each kind is kept, and closed candles up to a bound; the oldest beyond it are dropped, counted as
/// `live_candles_dropped`, and readers fill the hole from the candle store. What Redis refuses for good is dropped too,
/// counted as `live_data_refused`.
public final class RedisMarketPublisher implements MarketPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(RedisMarketPublisher.class);
    /// Closed candles that a stream keeps: 8 hours of one-minute candles, for a bot that was away that long while the
    /// candle store is away too. Redis trims by whole nodes, so up to a hundred more stand in it.
    private static final int STREAM_LENGTH = 500;
    private static final int CANDLES_KEPT = 20_000;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    private final RedisPool pool;
    private final MarketJson json = new MarketJson();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    /// These and `closing` are guarded by the lock.
    private final List<Candle> closed = new ArrayList<>();
    private final Map<SeriesId, Candle> open = new HashMap<>();
    private final Map<InstrumentId, Quote> quotes = new HashMap<>();
    private final Map<InstrumentId, FundingRate> rates = new HashMap<>();
    private final Map<InstrumentId, Instrument> instruments = new HashMap<>();
    private boolean closing;
    /// Closed candles are being dropped, and it has been said.
    private volatile boolean dropping;
    private final Telemetry.Counter dropped;
    private final Telemetry.Counter refused;
    private final Thread writer;
    // Of the writing thread alone.
    private boolean refusing;

    /// One thing to write.
    private sealed interface Entry {
        record ClosedCandle(Candle candle) implements Entry {}

        record OpenCandle(Candle candle) implements Entry {}

        record BestPrices(Quote quote) implements Entry {}

        record Funding(FundingRate rate) implements Entry {}

        record Rules(Instrument instrument) implements Entry {}
    }

    private RedisMarketPublisher(RedisPool pool, Telemetry telemetry) {
        this.pool = pool;
        this.dropped = telemetry.counter("live_candles_dropped");
        this.refused = telemetry.counter("live_data_refused");
        this.writer = Thread.ofPlatform().name("redis-publisher").daemon().unstarted(this::run);
    }

    /// Starts the writing thread. The pool stays its owner's and must outlive the publisher.
    public static RedisMarketPublisher open(RedisPool pool, Telemetry telemetry) {
        RedisMarketPublisher publisher = new RedisMarketPublisher(pool, telemetry);
        publisher.writer.start();
        return publisher;
    }

    @Override
    public void publish(Candle candle, Confirmation confirmation) {
        put(() -> {
            switch (confirmation) {
                case OPEN -> open.put(candle.series(), candle);
                case CLOSED -> {
                    open.remove(candle.series());
                    closed.add(candle);
                    trim();
                }
            }
        });
    }

    @Override
    public void publish(Quote quote) {
        put(() -> quotes.put(quote.instrument(), quote));
    }

    @Override
    public void publish(FundingRate rate) {
        put(() -> rates.put(rate.instrument(), rate));
    }

    @Override
    public void publish(Collection<Instrument> published) {
        put(() -> published.forEach(instrument -> instruments.put(instrument.id(), instrument)));
    }

    /// Writes what still waits, for a short while, then ends the thread.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (!writer.join(CLOSE_DEADLINE)) {
                writer.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Runnable change) {
        lock.lock();
        try {
            change.run();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                List<Entry> batch = next();
                if (batch.isEmpty()) {
                    return;
                }
                write(batch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What waits; empty only when closing and nothing is left.
    private List<Entry> next() throws InterruptedException {
        lock.lock();
        try {
            List<Entry> batch = take();
            while (batch.isEmpty() && !closing) {
                work.await();
                batch = take();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> take() {
        List<Entry> batch = new ArrayList<>();
        instruments.values().forEach(instrument -> batch.add(new Entry.Rules(instrument)));
        closed.forEach(candle -> batch.add(new Entry.ClosedCandle(candle)));
        open.values().forEach(candle -> batch.add(new Entry.OpenCandle(candle)));
        quotes.values().forEach(quote -> batch.add(new Entry.BestPrices(quote)));
        rates.values().forEach(rate -> batch.add(new Entry.Funding(rate)));
        closed.clear();
        open.clear();
        quotes.clear();
        rates.clear();
        instruments.clear();
        return batch;
    }

    /// @param batch what is taken out of it is written
    private void write(List<Entry> batch) throws InterruptedException {
        try {
            pool.change("publish market data", redis -> send(redis, batch));
            refusing = false;
            dropping = false;
        } catch (StoreUnavailableException _) {
            giveBack(batch);
            Thread.sleep(RETRY_PAUSE);
        } catch (RuntimeException e) {
            // Top of the thread: whatever this is, the data that follows must still go out.
            refused.add(batch.size());
            if (!refusing) {
                LOG.atError().addKeyValue("refused", batch.size()).setCause(e)
                        .log("live data was refused and dropped, further data is only counted until some is taken");
            }
            refusing = true;
        }
    }

    /// Sends the entries and takes out of the list what Redis has taken; true when that is all. Of several refusals one
    /// that may pass is thrown: then all of them are tried again, and the others show when they are alone.
    private boolean send(RedisClient redis, List<Entry> batch) {
        List<Object> answers;
        int sent = batch.size();
        long closedCandles = batch.stream().filter(Entry.ClosedCandle.class::isInstance).count();
        try (Pipeline pipeline = redis.pipelined()) {
            batch.forEach(entry -> command(pipeline, entry));
            if (closedCandles > 0) {
                pipeline.publish(MarketKeys.CLOSED_CANDLES, Long.toString(closedCandles));
            }
            answers = pipeline.syncAndReturnAll();
        }
        JedisDataException thrown = null;
        Iterator<Entry> entries = batch.iterator();
        for (Object answer : answers.subList(0, sent)) {
            entries.next();
            if (!(answer instanceof JedisDataException refusal)) {
                entries.remove();
            } else if (thrown == null || RedisPool.isPassing(refusal)) {
                thrown = refusal;
            }
        }
        if (thrown == null && answers.getLast() instanceof JedisDataException refusal) {
            thrown = refusal; // of the signal: readers find the candles all the same, only later
        }
        if (thrown != null) {
            throw thrown;
        }
        return true;
    }

    private void command(AbstractPipeline pipeline, Entry entry) {
        switch (entry) {
            case Entry.ClosedCandle(Candle candle) -> add(pipeline, candle);
            case Entry.OpenCandle(Candle candle) ->
                pipeline.set(MarketKeys.openCandle(candle.series()), json.write(candle));
            case Entry.BestPrices(Quote quote) -> pipeline.set(MarketKeys.quote(quote.instrument()), json.write(quote));
            case Entry.Funding(FundingRate rate) ->
                pipeline.set(MarketKeys.funding(rate.instrument()), json.write(rate));
            case Entry.Rules(Instrument instrument) ->
                pipeline.hset(MarketKeys.INSTRUMENTS, instrument.id().toString(), json.write(instrument));
        }
    }

    /// Puts what is left of a batch back behind what came since; a reader skips a candle that it gets twice.
    private void giveBack(List<Entry> batch) {
        put(() -> {
            List<Candle> candles = new ArrayList<>();
            for (Entry entry : batch) {
                switch (entry) {
                    case Entry.ClosedCandle(Candle candle) -> candles.add(candle);
                    case Entry.OpenCandle _ -> {
                        // The next update comes within a second.
                    }
                    case Entry.BestPrices(Quote quote) -> quotes.putIfAbsent(quote.instrument(), quote);
                    case Entry.Funding(FundingRate rate) -> rates.putIfAbsent(rate.instrument(), rate);
                    case Entry.Rules(Instrument instrument) -> instruments.putIfAbsent(instrument.id(), instrument);
                }
            }
            closed.addAll(0, candles);
            trim();
        });
    }

    /// The lock is held.
    private void trim() {
        int over = closed.size() - CANDLES_KEPT;
        if (over > 0) {
            closed.subList(0, over).clear();
            dropped.add(over);
            if (!dropping) {
                dropping = true;
                LOG.atWarn().addKeyValue("kept", CANDLES_KEPT)
                        .log("more closed candles wait for redis than are kept, the oldest are dropped");
            }
        }
    }

    private static void add(AbstractPipeline pipeline, Candle candle) {
        pipeline.xadd(MarketKeys.candles(candle.series()),
                XAddParams.xAddParams().maxLen(STREAM_LENGTH).approximateTrimming(),
                Map.of("t", Long.toString(candle.openTimeMillis()), "o", Double.toString(candle.open()), "h",
                        Double.toString(candle.high()),
                        "l", Double.toString(candle.low()), "c", Double.toString(candle.close()), "v",
                        Double.toString(candle.volume()), "q",
                        Double.toString(candle.turnover()), "x", "1"));
    }
}
