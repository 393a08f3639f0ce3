package io.tradinghub.sim.rest;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.OrderTerms;
import io.tradinghub.sim.exchange.Venue;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKeys;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.signed.LiveExchange;
import io.tradinghub.sim.signed.OrderReader;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// The control API for accounts: what happens to them from outside.
///
/// `GET /sim/accounts` lists uids and keys; `DELETE /sim/keys/{key}` deletes a key; `POST /sim/restart` forgets closed
/// orders and cuts all streams; `POST /sim/accounts/{uid}/` with `liquidate?symbol=`, `adl?symbol=&qty=`,
/// `fund?symbol=&rate=`, `dcp`, `transfer?coin=&amount=` and `order?...`, an order that the owner places on the site.
public final class AccountControl {
    private static final String JSON = "application/json";
    private final LiveExchange live;
    private final ApiKeys keys;
    private final OrderReader reader;
    private final SimFaults faults;
    private final Map<String, Action> actions;

    /// Does something to an account; false if there is nothing to do it to.
    @FunctionalInterface
    private interface Action {
        boolean on(Exchange exchange, long uid, QueryParameters query) throws ApiException;
    }

    public AccountControl(LiveExchange live, ApiKeys keys, Venue venue, SimFaults faults) {
        this.live = live;
        this.keys = keys;
        this.reader = new OrderReader(venue);
        this.faults = faults;
        this.actions = Map.of("liquidate",
                (exchange, uid, query) -> exchange.interventions().liquidate(uid, perpetual(exchange, query)), "adl",
                (exchange, uid, query) -> exchange.interventions().deleverage(uid, perpetual(exchange, query),
                        number(query, "qty")),
                "fund",
                (exchange, uid, query) -> exchange.interventions().fund(uid, perpetual(exchange, query),
                        number(query, "rate").orElseThrow(() -> ApiException.parameter("fund needs a rate"))),
                "dcp", (exchange, uid, query) -> exchange.interventions().cancelByDisconnect(uid) > 0, "transfer",
                AccountControl::transfer, "order", this::order);
    }

    /// Adds the routes.
    public void configure(RoutesConfig routes) {
        routes.get("/sim/accounts", this::show);
        routes.delete("/sim/keys/{key}", ctx -> answer(ctx, keys.delete(ctx.pathParam("key"))));
        routes.post("/sim/restart", this::restart);
        routes.post("/sim/accounts/{uid}/{action}", this::act);
    }

    private void show(Context ctx) {
        ArrayNode list = Json.object().arrayNode();
        keys.all().forEach(key -> list.addObject().put("uid", key.uid()).put("key", key.key()));
        ctx.contentType(JSON).result(list.toString());
    }

    private void restart(Context ctx) throws ApiException {
        boolean done = live.call(exchange -> {
            exchange.interventions().restart();
            return true;
        });
        faults.dropConnections();
        answer(ctx, done);
    }

    private void act(Context ctx) {
        Optional<Action> action = Optional.ofNullable(actions.get(ctx.pathParam("action")));
        String uid = ctx.pathParam("uid");
        if (action.isEmpty() || !uid.matches("[0-9]{1,15}")) {
            ctx.status(404).result("no such action; POST /sim/accounts/{uid}/ with one of %s\n"
                    .formatted(actions.keySet().stream().sorted().toList()));
            return;
        }
        try {
            long number = Long.parseLong(uid);
            answer(ctx, live.call(exchange -> exchange.accounts().contains(number)
                    && action.get().on(exchange, number, new QueryParameters(ctx::queryParam))));
        } catch (ApiException e) {
            ctx.status(400).result("%d %s\n".formatted(e.code(), e.text()));
        }
    }

    private static void answer(Context ctx, boolean done) {
        ctx.status(done ? 200 : 404).contentType(JSON).result(Json.text(Json.object().put("done", done)));
    }

    private static Listing perpetual(Exchange exchange, QueryParameters query) throws ApiException {
        return exchange.venue().find(Category.LINEAR, query.text("symbol").orElse(""))
                .orElseThrow(() -> ApiException.parameter("symbol names no perpetual"));
    }

    private static boolean transfer(Exchange exchange, long uid, QueryParameters query) throws ApiException {
        Optional<String> coin = query.text("coin");
        Optional<BigDecimal> amount = number(query, "amount");
        if (coin.isEmpty() || amount.isEmpty()) {
            throw ApiException.parameter("transfer needs coin and amount");
        }
        exchange.interventions().transfer(uid, coin.get(), amount.get());
        return true;
    }

    /// The order has no client id and no key: nobody's bot knows of it.
    private boolean order(Exchange exchange, long uid, QueryParameters query) throws ApiException {
        OrderTerms terms = reader.terms(query, exchange.nowMillis());
        return !exchange.place(uid, terms).id().isEmpty();
    }

    private static Optional<BigDecimal> number(QueryParameters query, String name) throws ApiException {
        Optional<String> text = query.text(name);
        if (text.isPresent() && !text.get().matches("-?[0-9]{1,12}(\\.[0-9]{1,12})?")) {
            throw ApiException.parameter(name + " must be a number");
        }
        return text.map(BigDecimal::new);
    }
}
