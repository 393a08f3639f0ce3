package io.tradinghub.market.redis;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// The names under which market data stands in Redis; part of the hub's data contract.
final class MarketKeys {
    static final String INSTRUMENTS = "md:instruments";
    /// The channel on which the recorder tells that closed candles have come.
    static final String CLOSED_CANDLES = "md:closed";

    private MarketKeys() {}

    static String candles(SeriesId series) {
        InstrumentId id = series.instrument();
        return "md:kline:%s:%s:%s".formatted(id.category().wireName(), series.interval().wireName(), id.symbol());
    }

    static String openCandle(SeriesId series) {
        InstrumentId id = series.instrument();
        return "md:open:%s:%s:%s".formatted(id.category().wireName(), series.interval().wireName(), id.symbol());
    }

    static String quote(InstrumentId id) {
        return "md:quote:" + id;
    }

    static String funding(InstrumentId id) {
        return "md:funding:" + id;
    }
}
