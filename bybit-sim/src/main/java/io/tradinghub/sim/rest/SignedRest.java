package io.tradinghub.sim.rest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKey;
import io.tradinghub.sim.signed.Authenticator;
import io.tradinghub.sim.signed.Authenticator.SignedRequest;
import io.tradinghub.sim.signed.Caller;
import io.tradinghub.sim.signed.PrivateApi;
import io.tradinghub.sim.signed.PrivateApi.Answer;
import io.tradinghub.sim.signed.PrivateApi.Method;
import io.tradinghub.sim.signed.Reply;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// Serves the signed endpoints by REST: signature on the bytes as they came, envelope, limit headers, faults.
/// Thread-safe.
public final class SignedRest {
    private static final Duration SLOW = Duration.ofSeconds(10);
    /// More than the server buffers, so that the answer has begun when it breaks off.
    private static final int CUT_AFTER = 100_000;
    private final PrivateApi api;
    private final Authenticator authenticator;
    private final SimFaults faults;
    private final HttpGate gate;

    public SignedRest(PrivateApi api, Authenticator authenticator, SimFaults faults, HttpGate gate) {
        this.api = api;
        this.authenticator = authenticator;
        this.faults = faults;
        this.gate = gate;
    }

    /// Adds the routes.
    public void configure(RoutesConfig routes) {
        api.paths().forEach((path, method) -> {
            switch (method) {
                case GET -> routes.get(path, ctx -> handle(ctx, path, method));
                case POST -> routes.post(path, ctx -> handle(ctx, path, method));
            }
        });
    }

    private void handle(Context ctx, String path, Method method) {
        if (!gate.admits(ctx)) {
            return;
        }
        if (method == Method.GET && ctx.bodyAsBytes().length > 0) {
            ctx.status(403).contentType("text/html").result("<html><body>403 Forbidden</body></html>");
            return;
        }
        Optional<SignedRequest> request = signed(ctx, method);
        if (request.isEmpty()) {
            ctx.status(401);
            gate.answer(ctx, envelope(Reply.refusal(10_003, "API key is invalid.")));
            return;
        }
        try {
            ApiKey key = authenticator.check(request.get());
            serve(ctx, path, method, new Caller(key));
        } catch (ApiException e) {
            gate.answer(ctx, envelope(Reply.refusal(e.code(), e.text())));
        }
    }

    /// Empty if a header is missing.
    private static Optional<SignedRequest> signed(Context ctx, Method method) {
        String key = ctx.header("X-BAPI-API-KEY");
        String timestamp = ctx.header("X-BAPI-TIMESTAMP");
        String signature = ctx.header("X-BAPI-SIGN");
        if (key == null || timestamp == null || signature == null) {
            return Optional.empty();
        }
        String query = ctx.queryString();
        String payload = switch (method) {
            case GET -> query == null ? "" : query;
            case POST -> new String(ctx.bodyAsBytes(), StandardCharsets.ISO_8859_1);
        };
        return Optional.of(new SignedRequest(key, timestamp, Optional.ofNullable(ctx.header("X-BAPI-RECV-WINDOW")),
                signature, payload, ctx.ip()));
    }

    private void serve(Context ctx, String path, Method method, Caller caller) throws ApiException {
        if (faults.take(Fault.SERVER_TIMEOUT)) {
            gate.answer(ctx, envelope(Reply.refusal(10_000, "Server Timeout")));
            return;
        }
        boolean bare = faults.take(Fault.RATE_LIMIT_WITHOUT_HEADERS);
        if (bare || faults.take(Fault.RATE_LIMIT)) {
            if (!bare) {
                HttpGate.limitHeaders(ctx, 10, 0, authenticator.serverMillis() + 1_000);
            }
            gate.answer(ctx, envelope(Reply.refusal(10_006, "Too many visits")));
            return;
        }
        Answer answer = switch (method) {
            case GET -> api.answer(path, caller, new QueryParameters(ctx::queryParam));
            case POST -> api.answer(path, caller, body(ctx));
        };
        HttpGate.limitHeaders(ctx, answer.standing().allowed(), answer.standing().left(),
                authenticator.serverMillis() + answer.standing().freeAfter().toMillis());
        afterExecution(ctx, answer.reply());
    }

    private static ObjectNode body(Context ctx) throws ApiException {
        return Json.read(ctx.body()).orElseThrow(() -> ApiException.parameter("params error: body is no JSON object"));
    }

    private void afterExecution(Context ctx, Reply reply) {
        if (faults.take(Fault.TIME_OUT_EXECUTED)) {
            HttpGate.timeOut(ctx);
        } else if (faults.take(Fault.CUT_EXECUTED)) {
            ctx.header("Content-Length", Integer.toString(2 * CUT_AFTER)).result(new byte[CUT_AFTER]);
        } else if (faults.take(Fault.SERVER_TIMEOUT_EXECUTED)) {
            gate.answer(ctx, envelope(Reply.refusal(10_000, "Server Timeout")));
        } else if (faults.take(Fault.SERVER_ERROR_EXECUTED)) {
            gate.answer(ctx, envelope(Reply.refusal(10_016, "Server error.")));
        } else if (faults.take(Fault.SLOW)) {
            ctx.future(() -> new CompletableFuture<Void>()
                    .completeOnTimeout(null, SLOW.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(() -> gate.answer(ctx, envelope(reply))));
        } else {
            gate.answer(ctx, envelope(reply));
        }
    }

    private ObjectNode envelope(Reply reply) {
        ObjectNode envelope = Json.object().put("retCode", reply.code()).put("retMsg", reply.message());
        envelope.set("result", reply.result());
        envelope.set("retExtInfo", reply.extra());
        if (faults.take(Fault.UNKNOWN_FIELD)) {
            envelope.put("newFieldOfNextWeek", "1e-7");
        }
        return envelope.put("time", authenticator.serverMillis());
    }
}
