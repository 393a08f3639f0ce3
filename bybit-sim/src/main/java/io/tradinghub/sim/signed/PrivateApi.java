package io.tradinghub.sim.signed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.exchange.Venue;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// The signed endpoints, with their limits, whatever carries the request. Thread-safe.
public final class PrivateApi {
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final UidLimits limits;

    /// How an endpoint is called.
    public enum Method {
        GET, POST
    }

    /// Answers a request whose parameters stand in the query or the body.
    @FunctionalInterface
    private interface Action {
        Reply answer(Caller caller, QueryParameters request) throws ApiException;
    }

    /// Answers a request of which it needs the whole body.
    @FunctionalInterface
    private interface BatchAction {
        Reply answer(Caller caller, JsonNode body) throws ApiException;
    }

    /// @param linearLimit requests per second and account
    private record Endpoint(Method method, int linearLimit, int spotLimit, Optional<Action> action,
            Optional<BatchAction> batch) {}

    /// What a request got, and how much of its limit is left.
    public record Answer(Reply reply, UidLimits.Standing standing) {}

    public PrivateApi(LiveExchange live, Venue venue, Authenticator authenticator, UidLimits limits) {
        this.limits = limits;
        OrderReader reader = new OrderReader(venue);
        OrderEndpoints orders = new OrderEndpoints(live, reader);
        OrderQueries queries = new OrderQueries(live, reader);
        PositionEndpoints positions = new PositionEndpoints(live, reader);
        AccountEndpoints accounts = new AccountEndpoints(live, authenticator);
        StatementEndpoints statements = new StatementEndpoints(live);
        post("/v5/order/create", 10, 20, orders::create);
        post("/v5/order/amend", 10, 10, orders::amend);
        post("/v5/order/cancel", 10, 20, orders::cancel);
        post("/v5/order/cancel-all", 10, 20, orders::cancelAll);
        batch("/v5/order/create-batch", orders::createBatch);
        batch("/v5/order/amend-batch", orders::amendBatch);
        batch("/v5/order/cancel-batch", orders::cancelBatch);
        get("/v5/order/realtime", 50, queries::realtime);
        get("/v5/order/history", 50, queries::history);
        get("/v5/execution/list", 50, queries::executions);
        get("/v5/position/list", 50, positions::list);
        post("/v5/position/set-leverage", 10, 10, positions::setLeverage);
        post("/v5/position/switch-mode", 10, 10, positions::switchMode);
        post("/v5/position/trading-stop", 10, 10, positions::tradingStop);
        get("/v5/account/wallet-balance", 50, accounts::wallet);
        get("/v5/account/fee-rate", 5, accounts::feeRates);
        get("/v5/account/info", 50, accounts::info);
        post("/v5/account/set-margin-mode", 5, 5, accounts::setMarginMode);
        post("/v5/account/set-limit-px-action", 10, 10, accounts::setLimitPriceAction);
        post("/v5/order/disconnected-cancel-all", 5, 5, accounts::setDisconnectCancel);
        get("/v5/account/query-dcp-info", 5, accounts::disconnectInfo);
        get("/v5/user/query-api", 10, accounts::key);
        get("/v5/asset/coin/query-info", 5, accounts::coins);
        get("/v5/position/closed-pnl", 50, statements::closedPnl);
        get("/v5/account/transaction-log", 50, statements::transactions);
        post("/v5/asset/transfer/inter-transfer", 20, 20, statements::transfer);
        get("/v5/asset/transfer/query-inter-transfer-list", 5, statements::transfers);
        get("/v5/asset/transfer/query-account-coin-balance", 5, statements::balance);
    }

    private void get(String path, int limit, Action action) {
        endpoints.put(path, new Endpoint(Method.GET, limit, limit, Optional.of(action), Optional.empty()));
    }

    private void post(String path, int linearLimit, int spotLimit, Action action) {
        endpoints.put(path,
                new Endpoint(Method.POST, linearLimit, spotLimit, Optional.of(action), Optional.empty()));
    }

    private void batch(String path, BatchAction action) {
        endpoints.put(path, new Endpoint(Method.POST, 10, 20, Optional.empty(), Optional.of(action)));
    }

    /// The paths with their methods.
    public Map<String, Method> paths() {
        Map<String, Method> paths = new LinkedHashMap<>();
        endpoints.forEach((path, endpoint) -> paths.put(path, endpoint.method));
        return paths;
    }

    /// Counts the request against its limit; each order of a batch counts.
    private UidLimits.Standing standing(Caller caller, String path, Endpoint endpoint, String category, int cost) {
        boolean spot = category.equals("spot");
        String counter = path + (spot ? ":spot" : "");
        return limits.take(caller.uid(), counter, spot ? endpoint.spotLimit : endpoint.linearLimit, cost);
    }

    /// Answers a request with a body.
    public Answer answer(String path, Caller caller, ObjectNode body) {
        Endpoint endpoint = endpoint(path);
        int cost = endpoint.batch.isPresent() ? Math.max(1, body.path("request").size()) : 1;
        UidLimits.Standing standing = standing(caller, path, endpoint, body.path("category").asText(), cost);
        return new Answer(
                standing.isExceeded() ? tooMany() : run(endpoint, caller, Bodies.parameters(body), body), standing);
    }

    /// Answers a request with a query.
    public Answer answer(String path, Caller caller, QueryParameters query) {
        Endpoint endpoint = endpoint(path);
        UidLimits.Standing standing = standing(caller, path, endpoint, query.text("category").orElse(""), 1);
        ObjectNode none = Json.object();
        return new Answer(standing.isExceeded() ? tooMany() : run(endpoint, caller, query, none), standing);
    }

    private Endpoint endpoint(String path) {
        return Optional.ofNullable(endpoints.get(path))
                .orElseThrow(() -> new IllegalArgumentException("no endpoint " + path));
    }

    private static Reply tooMany() {
        return Reply.refusal(10_006, "Too many visits");
    }

    private static Reply run(Endpoint endpoint, Caller caller, QueryParameters request, ObjectNode body) {
        try {
            if (endpoint.batch.isPresent()) {
                return endpoint.batch.get().answer(caller, body);
            }
            return endpoint.action.orElseThrow().answer(caller, request);
        } catch (ApiException e) {
            return Reply.refusal(e.code(), e.text());
        }
    }
}
