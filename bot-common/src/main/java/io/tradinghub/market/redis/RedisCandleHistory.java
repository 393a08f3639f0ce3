package io.tradinghub.market.redis;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.RedisPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A candle history that falls back on the streams in Redis while its store does not answer: they hold the last 500
/// closed candles of each series, enough for most warm-ups. A range of which the streams lack a candle is as away as
/// the store.
public final class RedisCandleHistory implements CandleHistory {
    private static final Logger LOG = LoggerFactory.getLogger(RedisCandleHistory.class);
    private final CandleHistory store;
    private final RedisPool redis;

    /// @param store asked first; closed with this
    public RedisCandleHistory(CandleHistory store, RedisPool redis) {
        this.store = store;
        this.redis = redis;
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        boolean[] begun = {false};
        try {
            store.read(series, from, to, block -> {
                begun[0] = true;
                visitor.accept(block);
            });
        } catch (StoreUnavailableException away) {
            Optional<CandleBlock> whole = begun[0] ? Optional.empty() : recent(series, from, to, away);
            visitor.accept(whole.orElseThrow(() -> away));
            LOG.atWarn().addKeyValue("series", series).addKeyValue("candles", whole.get().size())
                    .addKeyValue("reason", away.getMessage())
                    .log("the candle store does not answer, candles come from Redis");
        }
    }

    /// All candles of the range, if the stream has all of them.
    private Optional<CandleBlock> recent(SeriesId series, Instant from, Instant to, StoreUnavailableException away) {
        long length = series.interval().length().toMillis();
        long first = Math.ceilDiv(from.toEpochMilli(), length) * length;
        int wanted = Math.toIntExact(Math.max(0, Math.ceilDiv(to.toEpochMilli() - first, length)));
        TreeMap<Long, Candle> found = new TreeMap<>();
        candles(series, away).stream()
                .filter(candle -> candle.openTimeMillis() >= first && candle.openTimeMillis() < to.toEpochMilli())
                .forEach(candle -> found.put(candle.openTimeMillis(), candle));
        if (found.size() < wanted || wanted == 0) {
            return Optional.empty();
        }
        CandleBlock block = new CandleBlock(series, wanted);
        found.values().forEach(candle -> block.append(candle.openTimeMillis(), candle.open(), candle.high(),
                candle.low(), candle.close(), candle.volume(), candle.turnover()));
        return Optional.of(block);
    }

    private List<Candle> candles(SeriesId series, StoreUnavailableException away) {
        try {
            return redis.call("read candles", client -> client.xrange(MarketKeys.candles(series), "-", "+")).stream()
                    .flatMap(entry -> StreamEntries.closedCandle(series, entry.getFields()).stream()).toList();
        } catch (StoreUnavailableException | IllegalStateException alsoAway) {
            away.addSuppressed(alsoAway);
            return List.of();
        }
    }

    @Override
    public Optional<Instant> newest(SeriesId series) {
        try {
            return store.newest(series);
        } catch (StoreUnavailableException away) {
            return Optional.of(candles(series, away).stream().max(Comparator.comparing(Candle::openTimeMillis))
                    .map(Candle::openTime).orElseThrow(() -> away));
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
