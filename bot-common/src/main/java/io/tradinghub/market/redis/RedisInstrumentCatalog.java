package io.tradinghub.market.redis;

import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentCatalog;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.store.RedisPool;

/// The trading rules in hash `md:instruments`. Any thread may ask; the pool stays its owner's.
public final class RedisInstrumentCatalog implements InstrumentCatalog {
    private final RedisPool pool;
    private final MarketJson json = new MarketJson();

    public RedisInstrumentCatalog(RedisPool pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Instrument> find(InstrumentId id) {
        return Optional
                .ofNullable(pool.call("read instrument", redis -> redis.hget(MarketKeys.INSTRUMENTS, id.toString())))
                .map(text -> json.instrument(id, text));
    }
}
