package io.tradinghub.runner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Heartbeat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the candles a bot needs before its answers mean anything, and says from where the live feed has to go on.
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final CandleHistory history;
    private final InstantSource clock;
    private final Heartbeat heartbeat;

    WarmUp(CandleHistory history, InstantSource clock, Heartbeat heartbeat) {
        this.history = history;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /// Hands the candles to the consumer in the order in which they closed; answers the open time of the last one of
    /// each series.
    Map<SeriesId, Instant> run(Subscription subscription, Duration deadline, Consumer<Candle> consumer)
            throws InterruptedException {
        awaitHistory(subscription, deadline);
        List<Candle> candles = new ArrayList<>();
        Map<SeriesId, Instant> lastSeen = new HashMap<>();
        for (SeriesId series : subscription.series()) {
            Instant to = series.interval().floor(clock.instant());
            Instant from = to.minus(series.interval().length().multipliedBy(subscription.warmUpCandles()));
            lastSeen.put(series, to.minus(series.interval().length()));
            int before = candles.size();
            history.read(series, from, to, block -> {
                for (int row = 0; row < block.size(); row++) {
                    candles.add(block.candle(row));
                }
                lastSeen.put(series, Instant.ofEpochMilli(block.openTimeMillis(block.size() - 1)));
            });
            if (candles.size() - before < subscription.warmUpCandles()) {
                LOG.atWarn().addKeyValue("series", series).addKeyValue("candles", candles.size() - before)
                        .addKeyValue("wanted", subscription.warmUpCandles())
                        .log("stored candles are missing, the indicators begin without them");
            }
        }
        candles.sort(Comparator.comparingLong(Candle::closeTimeMillis).thenComparing(Candle::series));
        candles.forEach(consumer);
        LOG.atInfo().addKeyValue("candles", candles.size()).log("warmed up");
        return lastSeen;
    }

    private void awaitHistory(Subscription subscription, Duration deadline) throws InterruptedException {
        long endNanos = System.nanoTime() + deadline.toNanos();
        boolean told = false;
        for (SeriesId series : subscription.series()) {
            while (!reachesNow(series) && System.nanoTime() < endNanos) {
                if (!told) {
                    LOG.atInfo().addKeyValue("series", series).addKeyValue("atMost", deadline)
                            .log("waiting for stored candles up to now");
                    told = true;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean reachesNow(SeriesId series) {
        try {
            Instant oldest = clock.instant().minus(series.interval().length().multipliedBy(2));
            Optional<Instant> newest = history.newest(series);
            heartbeat.beat();
            return newest.filter(open -> !open.isBefore(series.interval().floor(oldest))).isPresent();
        } catch (StoreUnavailableException _) {
            return false;
        }
    }
}
