package io.tradinghub.market.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a reader stands in one series, and the candles that wait for earlier ones. One thread.
///
/// A candle that comes too early waits while the hole before it is read from history. History may lag behind the live
/// stream, so a hole is asked for again until a deadline; after that the reader goes on without what nobody has, and
/// says so. While history is away nobody knows what it has, and the reader waits. Nobody waits for the reader: history
/// is asked in the background, its answer taken when it is there.
final class SeriesCursor {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesCursor.class);
    private static final long HOLE_DEADLINE_NANOS = 15_000_000_000L;
    private static final long ASK_AGAIN_NANOS = 500_000_000L;

    private final SeriesId series;
    private final CandleHistory history;
    private final Executor background;
    private final SortedMap<Long, Candle> waiting = new TreeMap<>();
    private long nextOpenMillis;
    private @Nullable FutureTask<List<Candle>> question;
    private boolean failureLogged;
    private boolean isAsking;
    private boolean isAbsent;
    private long absentSinceNanos;
    private long askAtNanos;

    /// @param background where history is asked, one question at a time
    SeriesCursor(SeriesId series, Instant lastSeen, CandleHistory history, Executor background) {
        this.series = series;
        this.history = history;
        this.background = background;
        this.nextOpenMillis = lastSeen.toEpochMilli() + series.interval().millis();
    }

    SeriesId series() {
        return series;
    }

    /// Takes a closed candle from the live stream; one that was delivered before is dropped.
    void arrived(Candle candle) {
        if (candle.openTimeMillis() >= nextOpenMillis) {
            waiting.putIfAbsent(candle.openTimeMillis(), candle);
        }
    }

    /// Adds to the list what can be delivered now, in order.
    void deliver(List<Candle> ready, long nowNanos) {
        deliverInOrder(ready);
        if (waiting.isEmpty()) {
            isAsking = false;
            return;
        }
        if (!isAsking) {
            isAsking = true;
            isAbsent = false;
            askAtNanos = nowNanos;
        }
        if (question == null && nowNanos - askAtNanos >= 0) {
            ask();
        }
        FutureTask<List<Candle>> asked = question;
        if (asked != null && asked.isDone()) {
            question = null;
            takeAnswer(asked, nowNanos);
            deliverInOrder(ready);
        }
        if (!waiting.isEmpty() && isAbsent && nowNanos - absentSinceNanos > HOLE_DEADLINE_NANOS) {
            LOG.atWarn().addKeyValue("series", series).addKeyValue("from", Instant.ofEpochMilli(nextOpenMillis))
                    .addKeyValue("to", Instant.ofEpochMilli(waiting.firstKey()))
                    .log("candles are missing everywhere, going on without them");
            nextOpenMillis = waiting.firstKey();
            deliverInOrder(ready);
        }
    }

    private void deliverInOrder(List<Candle> ready) {
        Candle next = waiting.remove(nextOpenMillis);
        while (next != null) {
            ready.add(next);
            nextOpenMillis = next.closeTimeMillis();
            isAsking = false;
            next = waiting.remove(nextOpenMillis);
        }
    }

    private void ask() {
        Instant from = Instant.ofEpochMilli(nextOpenMillis);
        Instant to = Instant.ofEpochMilli(waiting.firstKey());
        FutureTask<List<Candle>> asked = new FutureTask<>(() -> read(from, to));
        question = asked;
        background.execute(asked);
    }

    private List<Candle> read(Instant from, Instant to) {
        List<Candle> found = new ArrayList<>();
        history.read(series, from, to, block -> {
            for (int row = 0; row < block.size(); row++) {
                found.add(block.candle(row));
            }
        });
        return found;
    }

    private void takeAnswer(FutureTask<List<Candle>> answered, long nowNanos) {
        askAtNanos = nowNanos + ASK_AGAIN_NANOS;
        if (answered.state() == Future.State.FAILED) {
            // The adapter says once that the store is away; anything else may be mended while the bot runs.
            Throwable failure = answered.exceptionNow();
            if (!(failure instanceof StoreUnavailableException) && !failureLogged) {
                failureLogged = true;
                LOG.atError().addKeyValue("series", series).setCause(failure)
                        .log("cannot read what is missing of a series, asking on");
            }
            return;
        }
        failureLogged = false;
        absentSinceNanos = isAbsent ? absentSinceNanos : nowNanos;
        isAbsent = true;
        List<Candle> found = answered.resultNow();
        found.forEach(this::arrived);
        if (!found.isEmpty()) {
            LOG.atInfo().addKeyValue("series", series).addKeyValue("candles", found.size())
                    .log("filled a hole of the live stream from history");
        }
    }
}
