package io.tradinghub.sim.rest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// Routes the public market endpoints, and wraps answers in Bybit's envelope. Thread-safe.
public final class RestApi {
    private static final int RATE_LIMIT_HEADER = 120;
    private final InstantSource clock;
    private final SimFaults faults;
    private final HttpGate gate;
    private final Map<String, Endpoint> endpoints;
    private final AtomicLong answers = new AtomicLong();

    /// Computes the `result` of one endpoint.
    @FunctionalInterface
    private interface Endpoint {
        ObjectNode answer(QueryParameters query, long nowMillis) throws ApiException;
    }

    public RestApi(Instruments instruments, SimFaults faults, InstantSource clock, HttpGate gate) {
        this.clock = clock;
        this.faults = faults;
        this.gate = gate;
        BookEndpoints book = new BookEndpoints(instruments);
        InstrumentsEndpoint listed = new InstrumentsEndpoint(instruments);
        KlineEndpoint candles = new KlineEndpoint(instruments);
        this.endpoints = Map.of("/v5/market/kline", candles::answer, "/v5/market/mark-price-kline", candles::markPrices,
                "/v5/market/instruments-info", (query, now) -> listed.answer(query), "/v5/market/risk-limit",
                (query, now) -> listed.riskLimits(query), "/v5/market/tickers", book::tickers,
                "/v5/market/orderbook", book::orderBook, "/v5/market/recent-trade", book::recentTrades,
                "/v5/market/funding/history", new FundingHistoryEndpoint(instruments)::answer, "/v5/market/time",
                (query, now) -> time(clock.instant()));
    }

    /// Adds the routes.
    public void configure(RoutesConfig routes) {
        endpoints.forEach((path, endpoint) -> routes.get(path, ctx -> handle(ctx, endpoint)));
    }

    private void handle(Context ctx, Endpoint endpoint) {
        if (gate.admits(ctx)) {
            boolean bare = faults.take(Fault.RATE_LIMIT_WITHOUT_HEADERS);
            boolean refused = bare || faults.take(Fault.RATE_LIMIT);
            limitHeaders(ctx, refused, bare);
            gate.answer(ctx, refused
                    ? envelope(10_006, "Too many visits", Json.object(), clock.millis())
                    : envelope(ctx, endpoint));
        }
    }

    /// Bybit's public endpoints do not always send these headers; every other answer has them here, so that no client
    /// relies on either.
    private void limitHeaders(Context ctx, boolean refused, boolean bare) {
        if (answers.incrementAndGet() % 2 == 0 && !bare) {
            HttpGate.limitHeaders(ctx, RATE_LIMIT_HEADER, refused ? 0 : RATE_LIMIT_HEADER - 1, clock.millis());
        }
    }

    private ObjectNode envelope(Context ctx, Endpoint endpoint) {
        long now = clock.millis();
        try {
            return envelope(0, "OK", endpoint.answer(new QueryParameters(ctx::queryParam), now), now);
        } catch (ApiException e) {
            return envelope(e.code(), e.text(), Json.object(), now);
        }
    }

    private static ObjectNode envelope(int code, String message, ObjectNode result, long nowMillis) {
        ObjectNode envelope = Json.object();
        envelope.put("retCode", code).put("retMsg", message);
        envelope.set("result", result);
        envelope.set("retExtInfo", Json.object());
        return envelope.put("time", nowMillis);
    }

    private static ObjectNode time(Instant now) {
        return Json.object().put("timeSecond", Long.toString(now.getEpochSecond())).put("timeNano",
                "%d%09d".formatted(now.getEpochSecond(), now.getNano()));
    }
}
