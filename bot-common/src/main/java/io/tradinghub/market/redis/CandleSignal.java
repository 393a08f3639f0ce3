package io.tradinghub.market.redis;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.tradinghub.store.RedisPool;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;

/// Wakes a reader when closed candles come into Redis. Listens on a thread of its own from the first wait on. It hears
/// nothing while Redis is away, so its reader also looks when nothing woke it. Owned and called by one thread.
///
/// A bot could wait for its streams themselves with `XREAD`, but that takes any number of streams: the same one 40,000
/// times kept Redis busy for 7 s. So bots lack the right to it (`docs/security.md`).
final class CandleSignal implements AutoCloseable {
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

    private final RedisPool pool;
    /// Has a permit when something may have come since the reader last looked.
    private final Semaphore arrived = new Semaphore(1);
    private @Nullable Thread listener;

    /// The pool stays its owner's, and has a connection to spare for this.
    CandleSignal(RedisPool pool) {
        this.pool = pool;
    }

    /// Waits until candles may have come since the last call, at most so long.
    void await(Duration atMost) {
        if (!atMost.isPositive()) {
            return;
        }
        if (listener == null) {
            listener = Thread.ofVirtual().name("candle-signal").start(this::listen);
        }
        try {
            if (arrived.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                arrived.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Ear ear = new Ear();
                pool.listen(MarketKeys.CLOSED_CANDLES, ear);
                if (!ear.isSubscribed) {
                    Thread.sleep(RETRY_PAUSE);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.interrupt();
        }
    }

    private final class Ear extends JedisPubSub {
        private boolean isSubscribed;

        /// What came before nobody heard.
        @Override
        public void onSubscribe(String channel, int channels) {
            isSubscribed = true;
            arrived.release();
        }

        @Override
        public void onMessage(String channel, String message) {
            arrived.release();
        }
    }
}
