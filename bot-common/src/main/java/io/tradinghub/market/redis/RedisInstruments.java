package io.tradinghub.market.redis;

import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.store.RedisPool;

/// Reads the trading rules that the recorder published last. Any thread may call.
public final class RedisInstruments {
    private final RedisPool redis;
    private final MarketJson json = new MarketJson();

    /// @param redis stays its owner's
    public RedisInstruments(RedisPool redis) {
        this.redis = redis;
    }

    /// The rules of one instrument; empty when none were published.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when Redis does not answer
    public Optional<Instrument> read(InstrumentId id) {
        return Optional
                .ofNullable(redis.call("read trading rules",
                        commands -> commands.hget(MarketKeys.INSTRUMENTS, id.toString())))
                .map(text -> json.instrument(id, text));
    }
}
