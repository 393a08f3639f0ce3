package io.tradinghub.sim.rest;

import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.WireDecimals;

/// Answers `/v5/market/funding/history` with settled rates, newest first. Rejects a start without an end, as Bybit
/// does.
final class FundingHistoryEndpoint {
    private static final long PERIOD_MILLIS = 8 * 3_600_000L;
    private static final int MAX_LIMIT = 200;
    private final Instruments instruments;

    FundingHistoryEndpoint(Instruments instruments) {
        this.instruments = instruments;
    }

    ObjectNode answer(QueryParameters query, long nowMillis) throws ApiException {
        String category = query.category();
        if (!category.equals("linear") && !category.equals("inverse")) {
            throw ApiException.parameter("Illegal category");
        }
        InstrumentView instrument = query.instrument(instruments, category);
        OptionalLong start = query.time("startTime");
        OptionalLong end = query.time("endTime");
        if (start.isPresent() && end.isEmpty()) {
            throw ApiException.parameter("params error: endTime is required with startTime");
        }
        int limit = query.limit(MAX_LIMIT, MAX_LIMIT);
        ObjectNode result = Json.object();
        result.put("category", category);
        ArrayNode list = result.putArray("list");
        InstrumentId id = instrument.listing().id();
        long earliest = Math.max(start.orElse(0), instrument.tape().firstOpenMillis());
        long latest = Math.min(nowMillis, end.orElse(nowMillis));
        for (long at = Math.floorDiv(latest, PERIOD_MILLIS) * PERIOD_MILLIS; at >= earliest
                && list.size() < limit; at -= PERIOD_MILLIS) {
            Optional<Double> rate = instruments.market().fundingRate(id, at, at);
            if (rate.isPresent()) {
                list.addObject().put("symbol", id.symbol().name()).put("fundingRate", WireDecimals.plain(rate.get()))
                        .put("fundingRateTimestamp", Long.toString(at));
            }
        }
        return result;
    }
}
