package io.tradinghub.market.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
import io.tradinghub.store.RedisPool;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.params.XAddParams;

/// Writes market data to Redis from a thread of its own, everything that waits in one pipeline.
///
/// While Redis is away only the newest quote, funding rate and open candle of each kind is kept, and closed candles up to a bound; the
/// oldest beyond it are dropped and counted, and readers fill the hole from the candle store.
public final class RedisMarketPublisher implements MarketPublisher {
    private static final int STREAM_LENGTH = 2_000;
    private static final int CANDLES_KEPT = 20_000;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(3);

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
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    private RedisMarketPublisher(RedisPool pool) {
        this.pool = pool;
        this.writer = Thread.ofPlatform().name("redis-publisher").daemon().unstarted(this::run);
    }

    /// Starts the writing thread. The pool stays its owner's and must outlive the publisher.
    public static RedisMarketPublisher open(RedisPool pool) {
        RedisMarketPublisher publisher = new RedisMarketPublisher(pool);
        publisher.writer.start();
        return publisher;
    }

    /// Closed candles that could not be kept until Redis was back.
    public long dropped() {
        return dropped.get();
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
                Batch batch = next();
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
    private Batch next() throws InterruptedException {
        lock.lock();
        try {
            Batch batch = take();
            while (batch.isEmpty() && !closing) {
                work.await();
                batch = take();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private Batch take() {
        Batch batch = new Batch(List.copyOf(closed), List.copyOf(open.values()), List.copyOf(quotes.values()),
                List.copyOf(rates.values()),
                List.copyOf(instruments.values()));
        closed.clear();
        open.clear();
        quotes.clear();
        rates.clear();
        instruments.clear();
        return batch;
    }

    private void write(Batch batch) throws InterruptedException {
        try {
            pool.call("publish market data", redis -> {
                try (AbstractPipeline pipeline = redis.pipelined()) {
                    batch.instruments.forEach(one -> pipeline.hset(MarketKeys.INSTRUMENTS, one.id().toString(), json.write(one)));
                    batch.closed.forEach(candle -> add(pipeline, candle, "1"));
                    batch.open.forEach(candle -> add(pipeline, candle, "0"));
                    batch.quotes.forEach(quote -> pipeline.set(MarketKeys.quote(quote.instrument()), json.write(quote)));
                    batch.rates.forEach(rate -> pipeline.set(MarketKeys.funding(rate.instrument()), json.write(rate)));
                    pipeline.sync();
                }
                return batch;
            });
        } catch (StoreUnavailableException _) {
            giveBack(batch);
            Thread.sleep(RETRY_PAUSE);
        }
    }

    /// Puts the batch back behind what came since; a reader skips a candle that it gets twice.
    private void giveBack(Batch batch) {
        put(() -> {
            closed.addAll(0, batch.closed);
            trim();
            batch.quotes.forEach(quote -> quotes.putIfAbsent(quote.instrument(), quote));
            batch.rates.forEach(rate -> rates.putIfAbsent(rate.instrument(), rate));
            batch.instruments.forEach(instrument -> instruments.putIfAbsent(instrument.id(), instrument));
        });
    }

    private void trim() {
        int over = closed.size() - CANDLES_KEPT;
        if (over > 0) {
            closed.subList(0, over).clear();
            dropped.addAndGet(over);
        }
    }

    private static void add(AbstractPipeline pipeline, Candle candle, String confirmed) {
        pipeline.xadd(MarketKeys.candles(candle.series()), XAddParams.xAddParams().maxLen(STREAM_LENGTH).approximateTrimming(),
                Map.of("t", Long.toString(candle.openTimeMillis()), "o", Double.toString(candle.open()), "h",
                        Double.toString(candle.high()),
                        "l", Double.toString(candle.low()), "c", Double.toString(candle.close()), "v",
                        Double.toString(candle.volume()), "q",
                        Double.toString(candle.turnover()), "x", confirmed));
    }

    private record Batch(List<Candle> closed, List<Candle> open, List<Quote> quotes, List<FundingRate> rates,
            List<Instrument> instruments) {

        boolean isEmpty() {
            return closed.isEmpty() && open.isEmpty() && quotes.isEmpty() && rates.isEmpty() && instruments.isEmpty();
        }
    }
}
