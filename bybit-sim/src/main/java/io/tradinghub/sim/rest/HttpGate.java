package io.tradinghub.sim.rest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.wire.Json;

/// What every REST request passes, signed or not: the limit per IP address, and the faults that no endpoint knows of.
/// Thread-safe.
public final class HttpGate {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "text/html";
    private static final Duration TIME_OUT = Duration.ofSeconds(30);
    private final SimFaults faults;
    private final IpRateLimiter limit;

    /// Answers HTTP 403 to an IP address that exceeds `requestsPerFiveSeconds`.
    public HttpGate(SimFaults faults, int requestsPerFiveSeconds) {
        this.faults = faults;
        this.limit = new IpRateLimiter(requestsPerFiveSeconds, System::nanoTime);
    }

    /// Whether an endpoint may answer; if not, the request is answered already.
    boolean admits(Context ctx) {
        if (!limit.tryAcquire(ctx.ip()) || faults.take(Fault.HTTP_403)) {
            html(ctx, 403, "403 Forbidden", "access too frequent");
        } else if (faults.take(Fault.HTTP_429)) {
            html(ctx, 429, "429 Too Many Requests", "system level frequency protection");
        } else if (faults.take(Fault.HTTP_500)) {
            html(ctx, 500, "500 Internal Server Error", "Internal Server Error");
        } else if (faults.take(Fault.HTTP_502)) {
            html(ctx, 502, "502 Bad Gateway", "Bad Gateway");
        } else if (faults.take(Fault.TIME_OUT)) {
            timeOut(ctx);
        } else {
            return true;
        }
        return false;
    }

    private static void html(Context ctx, int status, String title, String text) {
        ctx.status(status).contentType(HTML).result(page(title, text));
    }

    /// Answers nothing for half a minute, then HTTP 504.
    static void timeOut(Context ctx) {
        ctx.future(() -> new CompletableFuture<Void>()
                .completeOnTimeout(null, TIME_OUT.toMillis(), TimeUnit.MILLISECONDS).thenRun(() -> ctx.status(504)));
    }

    /// Answers with this envelope, or with half of it.
    void answer(Context ctx, ObjectNode envelope) {
        String body = Json.text(envelope);
        boolean half = faults.take(Fault.TRUNCATED);
        ctx.contentType(JSON)
                .result((half ? body.substring(0, body.length() / 2) : body).getBytes(StandardCharsets.UTF_8));
    }

    /// The limit headers in Bybit's spelling.
    static void limitHeaders(Context ctx, int allowed, int left, long resetMillis) {
        ctx.header("X-Bapi-Limit", Integer.toString(allowed)).header("X-Bapi-Limit-Status", Integer.toString(left))
                .header("X-Bapi-Limit-Reset-Timestamp", Long.toString(resetMillis));
    }

    private static String page(String title, String text) {
        List<String> lines = List.of("<html>", "<head><title>" + title + "</title></head>", "<body>",
                "<center><h1>" + title + "</h1></center>", "<p>" + text + "</p>", "</body>", "</html>", "");
        return String.join("\r\n", lines);
    }
}
