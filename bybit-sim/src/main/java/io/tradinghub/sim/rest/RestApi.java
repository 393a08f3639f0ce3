package io.tradinghub.sim.rest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.sim.wire.Json;

/// Routes the public market endpoints, wraps answers in Bybit's envelope and enforces its rate limits. Thread-safe.
public final class RestApi {
    private static final String JSON = "application/json; charset=utf-8";
    private static final int RATE_LIMIT_HEADER = 120;
    private static final String HTML = "text/html";
    private static final Duration TIME_OUT = Duration.ofSeconds(30);
    private final InstantSource clock;
    private final SimFaults faults;
    private final IpRateLimiter limit;
    private final Map<String, Endpoint> endpoints;
    private final AtomicLong answers = new AtomicLong();

    /// Computes the `result` of one endpoint.
    @FunctionalInterface
    private interface Endpoint {
        ObjectNode answer(QueryParameters query, long nowMillis) throws ApiException;
    }

    /// Answers HTTP 403 to an IP address that exceeds `requestsPerFiveSeconds`.
    public RestApi(Instruments instruments, SimFaults faults, InstantSource clock, int requestsPerFiveSeconds) {
        this.clock = clock;
        this.faults = faults;
        this.limit = new IpRateLimiter(requestsPerFiveSeconds, System::nanoTime);
        BookEndpoints book = new BookEndpoints(instruments);
        this.endpoints = Map.of("/v5/market/kline", new KlineEndpoint(instruments)::answer,
                "/v5/market/instruments-info",
                (query, now) -> new InstrumentsEndpoint(instruments).answer(query), "/v5/market/tickers", book::tickers,
                "/v5/market/orderbook", book::orderBook, "/v5/market/recent-trade", book::recentTrades,
                "/v5/market/funding/history", new FundingHistoryEndpoint(instruments)::answer, "/v5/market/time",
                (query, now) -> time(clock.instant()));
    }

    /// Adds the routes.
    public void configure(RoutesConfig routes) {
        endpoints.forEach((path, endpoint) -> routes.get(path, ctx -> handle(ctx, endpoint)));
    }

    private void handle(Context ctx, Endpoint endpoint) {
        if (!limit.tryAcquire(ctx.ip()) || faults.take(Fault.HTTP_403)) {
            ctx.status(403).contentType(HTML).result(page("403 Forbidden", "access too frequent"));
            return;
        }
        if (faults.take(Fault.HTTP_429)) {
            ctx.status(429).contentType(HTML)
                    .result(page("429 Too Many Requests", "system level frequency protection"));
            return;
        }
        if (faults.take(Fault.HTTP_500)) {
            ctx.status(500).contentType(HTML).result(page("500 Internal Server Error", "Internal Server Error"));
            return;
        }
        if (faults.take(Fault.TIME_OUT)) {
            ctx.future(() -> new CompletableFuture<Void>()
                    .completeOnTimeout(null, TIME_OUT.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(() -> ctx.status(504)));
            return;
        }
        if (answers.incrementAndGet() % 2 == 0) {
            limitHeaders(ctx);
        }
        String body = Json.text(envelope(ctx, endpoint));
        boolean half = faults.take(Fault.TRUNCATED);
        ctx.contentType(JSON)
                .result((half ? body.substring(0, body.length() / 2) : body).getBytes(StandardCharsets.UTF_8));
    }

    /// Bybit's public endpoints do not always send these headers; every other answer has them here, so that no client
    /// relies on either.
    private void limitHeaders(Context ctx) {
        ctx.header("X-Bapi-Limit", Integer.toString(RATE_LIMIT_HEADER))
                .header("X-Bapi-Limit-Status", Integer.toString(RATE_LIMIT_HEADER - 1))
                .header("X-Bapi-Limit-Reset-Timestamp", Long.toString(clock.millis()));
    }

    private ObjectNode envelope(Context ctx, Endpoint endpoint) {
        long now = clock.millis();
        if (faults.take(Fault.RATE_LIMIT)) {
            return envelope(10_006, "Too many visits", Json.object(), now);
        }
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

    private static String page(String title, String text) {
        List<String> lines = List.of("<html>", "<head><title>" + title + "</title></head>", "<body>",
                "<center><h1>" + title
                        + "</h1></center>",
                "<p>" + text + "</p>", "</body>", "</html>", "");
        return String.join("\r\n", lines);
    }
}
